namespace Proxy.Tests.Soak.Origins;

/// <summary>Everything an origin must not do, and does.</summary>
internal static class OriginFaults
{
    private const int MoreThanAllowed = 40; // interim responses; 16 are

    private static readonly TimeSpan LongerThanTheProxyWaits = TimeSpan.FromSeconds(5);

    private static readonly string[] JunkHeads =
    [
        "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nX-A: 1\r\n folded\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-A: \0\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX A: 1\r\nContent-Length: 0\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "<html>hello</html>\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello",
        "\0\0\0\0\0\0\0\0\r\n\r\n",
    ];

    /// <summary>Commits a fault; false, since no connection outlives one.</summary>
    public static async Task<bool> CommitAsync(OriginExchange exchange, OriginAct act)
    {
        switch (act)
        {
            case OriginAct.ResetBeforeHead:
                exchange.Wire.Reset();
                return false;
            case OriginAct.ResetInHead or OriginAct.CloseInHead:
                await exchange.SendAsync(exchange.RenderHead()[..exchange.Dice.Next(1, 30)]);
                return Leave(exchange, act == OriginAct.ResetInHead);
            case OriginAct.ResetInBody or OriginAct.CloseInBody:
                await SendPartAsync(exchange);
                return Leave(exchange, act == OriginAct.ResetInBody);
            case OriginAct.BadChunk:
                await SendPartAsync(exchange);
                await exchange.SendAsync(exchange.Dice.Next(2) == 0 ? "zz\r\n" : "-5\r\nhello\r\n");
                return await StallAsync(exchange);
            case OriginAct.JunkHead:
                await exchange.SendAsync(JunkHeads[exchange.Dice.Next(JunkHeads.Length)]);
                return await StallAsync(exchange);
            case OriginAct.InterimFlood:
                await OriginAnswers.SendInterimAsync(exchange, MoreThanAllowed);
                return await StallAsync(exchange);
            case OriginAct.StallInBody:
                await SendPartAsync(exchange);
                return await StallAsync(exchange);
            case OriginAct.StallBeforeHead:
                return await StallAsync(exchange);
            default:
                return false;
        }
    }

    /// <summary>Does nothing more until the proxy has ended the connection.</summary>
    public static async Task<bool> StallAsync(OriginExchange exchange)
    {
        // What the proxy may have sent before its end is left unread: the socket is asked for its state instead.
        var info = new byte[1];
        while (!IsOver(exchange.Wire, info))
        {
            await Task.Delay(20, exchange.Cancellation);
        }

        return false;
    }

    /// <summary>Takes nothing until the proxy must have given up.</summary>
    public static async Task<bool> StallUploadAsync(OriginExchange exchange)
    {
        // The end of the connection stands behind what was not taken: it is seen only by reading up to it.
        await Task.Delay(LongerThanTheProxyWaits, exchange.Cancellation);
        await exchange.Wire.ReadToEndAsync(exchange.Cancellation);
        return false;
    }

    private static bool Leave(OriginExchange exchange, bool byReset)
    {
        if (byReset)
        {
            exchange.Wire.Reset();
        }

        return false;
    }

    // At least a byte of the body, and never all of it.
    private static async Task SendPartAsync(OriginExchange exchange)
    {
        var plan = exchange.Plan;
        var part = exchange.Body[..exchange.Dice.Next(1, plan.ResponseLength)];
        await exchange.SendAsync(exchange.RenderHead());
        await BodySender.SendAsync(exchange.Wire, plan.ResponseFraming, part, 16 * 1024, default, isCut: true, exchange.Cancellation);
    }

    // TCP_INFO begins with the state: only an established connection is still the proxy's.
    private static bool IsOver(SoakWire wire, byte[] info)
    {
        const int tcp = 6, tcpInfo = 11, established = 1;
        wire.Socket.GetRawSocketOption(tcp, tcpInfo, info);
        return info[0] != established;
    }
}
