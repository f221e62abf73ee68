using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Proxy.Tests.Soak.Clients;

/// <summary>Sends what is no request: it is refused, the connection ends, and no origin hears of it.</summary>
internal sealed class GarbageSession : ISoakSession
{
    private static readonly string[] Heads =
    [
        "GET /{0} HTTP/1.1\r\n{1}\r\n\r\n",
        "GET /{0} HTTP/1.1\r\nHost: a\r\nHost: b\r\n{1}\r\n\r\n",
        "GET /{0} HTTP/1.1\nHost: a\n{1}\n\n\r\n\r\n",
        "GET /{0} HTTP/3.0\r\nHost: a\r\n{1}\r\n\r\n",
        "GET  /{0} HTTP/1.1\r\nHost: a\r\n{1}\r\n\r\n",
        "G\0T /{0} HTTP/1.1\r\nHost: a\r\n{1}\r\n\r\n",
        "GET /{0} HTTP/1.1\r\nHost : a\r\n{1}\r\n\r\n",
        "GET /{0} HTTP/1.1\r\nHost: a\r\n folded\r\n{1}\r\n\r\n",
        "POST /{0} HTTP/1.1\r\nHost: a\r\n{1}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /{0} HTTP/1.1\r\nHost: a\r\n{1}\r\n\r\n",
        "POST /{0} HTTP/1.1\r\nHost: a\r\n{1}\r\nContent-Length: +5\r\n\r\nhello",
        "POST /{0} HTTP/1.1\r\nHost: a\r\n{1}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003",
    ];

    private static readonly Expectation Refused = new(Statuses: [400, 414, 431, 501, 505]);
    private static readonly Expectation RefusedOrLeft = Refused with { Unanswered = true };

    public async Task RunAsync(SoakClient client)
    {
        using var wire = await client.ConnectAsync();
        var plan = client.Enter(client.Maker.NextCut(inHead: true));
        var kind = client.Dice.Next(Heads.Length + 3);
        var began = Stopwatch.GetTimestamp();
        using var patience = new CancellationTokenSource(SoakClient.Patience);
        await SendAsync(wire, kind < Heads.Length ? Render(Heads[kind], plan) : Noise(client.Dice, kind), patience.Token);

        // Noise may be the beginning of a request, for all one can see; its end settles that.
        var result = await ResponseReading.ReadAsync(wire, plan, onContinue: null, patience.Token);
        client.Judge(plan, result, kind < Heads.Length - 1 ? Refused : RefusedOrLeft, began);
        await client.ExpectEndAsync(wire, plan);
    }

    private static byte[] Render(string head, SoakPlan plan) =>
        Encoding.Latin1.GetBytes(string.Format(null, head, plan.Id, $"{SoakPlan.Field}: {plan.Id}"));

    private static byte[] Noise(Random dice, int kind)
    {
        var noise = new byte[dice.Next(1, 60_000)];
        dice.NextBytes(noise);
        if (kind % 2 == 0)
        {
            // Printable, as a protocol in text would be.
            for (var i = 0; i < noise.Length; i++)
            {
                noise[i] = (byte)(' ' + (noise[i] % 95));
            }
        }

        return noise;
    }

    private static async Task SendAsync(SoakWire wire, byte[] bytes, CancellationToken cancellation)
    {
        try
        {
            await wire.SendAsync(bytes, cancellation);
            wire.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Refused before all of it was sent.
        }
    }
}
