using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Host.Control;

/// <summary>
/// One connection to the control socket or the admin listener: one request in HTTP/1.1, one answer, the end. Off the loops, bounded in size and time; strict as
/// everywhere, since the parser is the proxy's own.
/// </summary>
internal sealed class ControlConnection(Socket socket, ControlVerbs verbs, IControlGuard guard)
{
    private const int MaxHeadBytes = 8 * 1024;
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>How long a client may take for its request, and for taking the answer.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private static readonly ParserLimits Limits = new()
    {
        MaxStartLineBytes = 2 * 1024,
        MaxFieldSectionBytes = 6 * 1024,
        MaxFields = 50,
    };

    private readonly byte[] _received = new byte[MaxHeadBytes + MaxBodyBytes];
    private readonly RequestHead _head = new();
    private int _length;

    /// <summary>Serves the connection to its end. Throws nothing for what the client does.</summary>
    public async Task ServeAsync(CancellationToken stop)
    {
        try
        {
            var (request, refusal) = await ReadAsync(stop);
            var answer = refusal ?? await verbs.AnswerAsync(request!, guard, stop);
            await SendAsync(answer, request is { IsHead: true }, stop);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, too slow, or the proxy ends.
        }
        finally
        {
            socket.Dispose();
        }
    }

    // The request, or why there is none.
    private async Task<(ControlRequest? Request, ControlAnswer? Refusal)> ReadAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        var parser = new RequestParser(Limits);
        ParseStatus status;
        while ((status = parser.Parse(new ReadOnlySequence<byte>(_received, 0, _length), _head)) == ParseStatus.NeedMore)
        {
            await FillAsync(patience.Token);
        }

        if (status == ParseStatus.Failed)
        {
            return (null, ControlAnswer.Refuse(parser.Error.RequestStatus, "the request cannot be read"));
        }

        if (_head.Framing.Kind > BodyKind.Length)
        {
            return (null, ControlAnswer.Refuse(411, "content needs a Content-Length here"));
        }

        if (_head.Framing.Length > MaxBodyBytes)
        {
            return (null, ControlAnswer.Refuse(413, $"content of more than {MaxBodyBytes} bytes is not taken"));
        }

        while (_length < _head.Length + _head.Framing.Length)
        {
            await FillAsync(patience.Token);
        }

        return (Describe(), null);
    }

    private async Task FillAsync(CancellationToken patience)
    {
        var received = await socket.ReceiveAsync(_received.AsMemory(_length), patience);
        _length += received > 0 ? received : throw new SocketException((int)SocketError.ConnectionReset);
    }

    private ControlRequest Describe()
    {
        var path = Encoding.ASCII.GetString(_head.Path);
        var authority = Encoding.ASCII.GetString(_head.Authority);
        var authorization = _head.Fields.Present.Contains(KnownHeader.Authorization) && !_head.Fields.Repeated.Contains(KnownHeader.Authorization)
            ? Encoding.Latin1.GetString(_head.ValueOf(KnownHeader.Authorization))
            : null;
        return new(
            Encoding.ASCII.GetString(_head.MethodBytes),
            path.Split('?')[0],
            WithoutPort(authority),
            _head.Fields.Present.Contains(KnownHeader.Origin),
            authorization,
            LocalAddress(),
            _received.AsMemory(_head.Length, (int)_head.Framing.Length));
    }

    private IPAddress? LocalAddress() => socket.LocalEndPoint is IPEndPoint { Address: var address }
        ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
        : null;

    // [::1]:80, a:80, a
    private static string WithoutPort(string authority)
    {
        var end = authority.StartsWith('[') ? authority.IndexOf(']') + 1 : authority.IndexOf(':');
        return end > 0 ? authority[..end] : authority;
    }

    private async Task SendAsync(ControlAnswer answer, bool headOnly, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {answer.Status} {Encoding.ASCII.GetString(ReasonPhrases.Of(answer.Status))}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {answer.Body.Length}\r\n{answer.Field}Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n");
        byte[] message = [.. Encoding.ASCII.GetBytes(head), .. headOnly ? [] : answer.Body.Span];
        for (var sent = 0; sent < message.Length;)
        {
            sent += await socket.SendAsync(message.AsMemory(sent), patience.Token);
        }

        // Closing while bytes wait unread would reset the connection, and the reset can overtake the answer (RFC 9112 §9.6).
        socket.Shutdown(SocketShutdown.Send);
        patience.CancelAfter(Linger);
        for (var budget = MaxBodyBytes; budget > 0;)
        {
            var received = await socket.ReceiveAsync(_received, patience.Token);
            budget -= received > 0 ? received : budget;
        }
    }
}
