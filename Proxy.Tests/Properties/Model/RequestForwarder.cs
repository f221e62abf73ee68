using System.Buffers;
using System.Net;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Upstreams;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Properties.Model;

/// <summary>The road of requests without sockets, loop and waiting: what a client sends goes in, what an origin gets comes out. One parser serves all.</summary>
internal sealed class RequestForwarder
{
    private static readonly Endpoint Origin = new(new EndpointGroup(new UpstreamOptions(), loops: 0), "origin", new IPEndPoint(IPAddress.Loopback, 80), loops: 0);

    // Without upstreams it needs no loop.
    public static readonly Generation Defaults = new(null!, new ProxySnapshot(new ProxyOptions(), [], hooks: null, new ProxyInstance()), previous: null);

    private readonly RequestParser _parser = new(ParserLimits.Default);
    private readonly Exchange _exchange = new();
    private readonly NoClient _client = new();

    /// <summary>All that was sent to the origin.</summary>
    public ArrayWriter Output { get; } = new();

    /// <summary>Which of the requests, counted from 0, were sent on whole.</summary>
    public List<int> Forwarded { get; } = [];

    /// <summary>Requests read whole, whether sent on or answered by the proxy.</summary>
    public int Read { get; private set; }

    /// <summary>Why reading ended: Complete where a request was the last by its own or the proxy's word.</summary>
    public ParseStatus End { get; private set; }

    /// <summary>What was refused, when <see cref="End"/> is Failed.</summary>
    public ParseError Error { get; private set; }

    /// <summary>Serves one connection.</summary>
    public void Run(byte[] input)
    {
        Output.Clear();
        Forwarded.Clear();
        (Read, End, Error) = (0, ParseStatus.NeedMore, default);
        var at = 0;
        while (at < input.Length && TakeOne(input, ref at))
        {
            Read++;
        }
    }

    /// <summary>Writes a head as an origin gets it.</summary>
    public void WriteHead(Exchange exchange)
    {
        _client.Request = exchange.Request;
        exchange.Client.Read(exchange.Request);
        exchange.AsksUpgrade = UpgradeRules.IsAsked(exchange.Request);
        RequestHeaders.Write(Output, exchange, Origin);
    }

    /// <summary>Makes ready for another request.</summary>
    public void Begin(Exchange exchange)
    {
        exchange.Reset();
        exchange.Begin(_client, Defaults, now: 0);
    }

    // True when another request may follow.
    private bool TakeOne(byte[] input, ref int at)
    {
        Begin(_exchange);
        _parser.Reset();
        var request = _exchange.Request;
        End = _parser.Parse(new ReadOnlySequence<byte>(input, at, input.Length - at), request);
        Error = _parser.Error;
        if (End != ParseStatus.Complete || !IsAdmitted(request, out var left))
        {
            return false;
        }

        at += request.Length;
        var start = Output.Length;
        _exchange.ForwardsLeft = left;
        if (left != 0)
        {
            WriteHead(_exchange);
        }

        var body = new BodyForwarder(Output, request.Framing.Kind == BodyKind.Chunked, passesTrailers: true);
        End = body.Run(input.AsSpan(at), request, out var consumed, out var error);
        Error = error;
        at += consumed;
        if (left == 0)
        {
            // Answered here: nothing of it goes on.
            Output.Advance(start - Output.Length);
        }
        else if (End == ParseStatus.Complete)
        {
            Forwarded.Add(Read);
        }

        return End == ParseStatus.Complete && request.KeepAlive;
    }

    // What step 4 of the road refuses, with the defaults.
    private static bool IsAdmitted(RequestHead request, out long left) =>
        MaxForwards.TryRead(request, out left)
        && request.Method is not (KnownMethod.Trace or KnownMethod.Connect)
        && !request.ExpectsUnknown
        && request.Authority.Length <= RequestHeaders.MaxAuthorityBytes;
}
