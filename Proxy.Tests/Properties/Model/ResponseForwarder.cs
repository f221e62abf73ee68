using System.Buffers;
using Proxy.Core.Policies;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Properties.Model;

/// <summary>The road of a response without sockets, loop and waiting: what an origin sends goes in, what a client gets comes out.</summary>
internal sealed class ResponseForwarder
{
    private const int SwitchingProtocols = 101;

    private readonly ResponseParser _parser = new(ParserLimits.Default);
    private readonly ResponseHead _head = new();

    /// <summary>All that was sent to the client.</summary>
    public ArrayWriter Output { get; } = new();

    /// <summary>Complete when a final response was relayed to its end.</summary>
    public ParseStatus End { get; private set; }

    /// <summary>What was refused, when <see cref="End"/> is Failed.</summary>
    public ParseError Error { get; private set; }

    /// <summary>The final head was written to the client.</summary>
    public bool HasFinal { get; private set; }

    /// <summary>Relays one response with the interim ones before it; the origin's connection ends behind the input.</summary>
    public void Run(byte[] input, KnownMethod method, ProtocolVersion client)
    {
        Output.Clear();
        HasFinal = false;
        var at = 0;
        do
        {
            _parser.Reset();
            End = _parser.Parse(new ReadOnlySequence<byte>(input, at, input.Length - at), method, _head);
            Error = _parser.Error;
            if (End != ParseStatus.Complete)
            {
                return;
            }

            if (_head.Status == SwitchingProtocols)
            {
                // Nobody asked for it.
                End = ParseStatus.Failed;
                return;
            }

            at += _head.Length;
            WriteHead(_head, client);
        }
        while (_head.IsInterim);
        HasFinal = true;
        var body = new BodyForwarder(Output, IsChunked(_head, client), TakesTrailers(_head, client));
        End = body.Run(input.AsSpan(at), _head, out _, out var error);
        Error = error;
    }

    /// <summary>Writes a head as a client gets it; an HTTP/1.0 client gets no interim ones (RFC 9110 §15.2).</summary>
    public void WriteHead(ResponseHead head, ProtocolVersion client)
    {
        if (!head.IsInterim || client == ProtocolVersion.Http11)
        {
            ResponseHeaders.Write(
                Output, head, IsChunked(head, client), connection: default, "Thu, 01 Jan 1970 00:00:00 GMT"u8, trailers: TakesTrailers(head, client));
        }
    }

    // The client is one that asked for them, if HTTP/1.1 lets it.
    private static bool TakesTrailers(ResponseHead head, ProtocolVersion client) => head.Framing.Kind == BodyKind.Chunked && client == ProtocolVersion.Http11;

    private static bool IsChunked(ResponseHead head, ProtocolVersion client) =>
        head.Framing.Kind is BodyKind.Chunked or BodyKind.UntilClose && client == ProtocolVersion.Http11;
}
