using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>The last bytes of a response whose end is the connection's, put off while the client's socket is full.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class TailTests(TransportKind kind) : Scenario(kind)
{
    private const int PieceBytes = 4000;

    private static readonly string Piece = $"{PieceBytes:x}\r\n{new string('x', PieceBytes)}\r\n";

    // Of the origin started last.
    private SemaphoreSlim _next = new(0);
    private SemaphoreSlim _sent = new(0);

    [Test]
    public async Task Tail_that_does_not_leave_is_never_taken_for_sent()
    {
        var full = await CountUntilFullAsync();
        using var origin = StartOrigin();
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await FillAsync(proxy, full - 1);
        for (var i = 0; i < 20; i++)
        {
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(10));
        }

        await proxy.UntilAsync(now => now.OpenConnections == 0, "the client that takes nothing is given up");
        byte[]? all = null;
        try
        {
            all = await client.ReadToEndAsync();
        }
        catch (SocketException)
        {
            // Cut, and seen to be.
        }

        Assert.That(all is null || Encoding.Latin1.GetString(all).Count(b => b == 'x') == full * PieceBytes, "an orderly end means that all of it came");
    }

    [Test]
    public async Task Tail_reaches_a_client_that_takes_it_late()
    {
        var full = await CountUntilFullAsync();
        using var origin = StartOrigin();
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await FillAsync(proxy, full - 1);
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.That(await client.ReadHeadAsync(), Does.StartWith("HTTP/1.1 200 "));
        Assert.That(await client.ReadToEndAsync(), Has.Length.EqualTo(full * PieceBytes));
    }

    // One piece at a time until the client's socket takes no more, as far as is known without trying: the piece behind is the first to wait, and the last.
    private async Task<RawClient> FillAsync(ProxyFixture proxy, int pieces)
    {
        var client = await AskAsync(proxy);
        for (var i = 0; i < pieces; i++)
        {
            await SendPieceAsync(proxy);
        }

        // With its end: the response's small last part, which may be put off.
        _next.Release(2);
        await proxy.UntilAsync(now => now.UpstreamIdle == 1 || now.BuffersInUse > 0, "the end is put off, or waits where the system took a piece less");
        return client;
    }

    private async Task<int> CountUntilFullAsync()
    {
        using var origin = StartOrigin();
        await using var proxy = await StartAsync(origin, new ManualClock());
        await AskAsync(proxy);
        var pieces = 0;
        do
        {
            await SendPieceAsync(proxy);
            pieces++;
        }
        while (proxy.Statistics.BuffersInUse == 0);
        return pieces;
    }

    private async Task<RawClient> AskAsync(ProxyFixture proxy)
    {
        var client = await proxy.ConnectAsync(receiveBuffer: 4096);
        await client.SendAsync("GET / HTTP/1.0\r\n\r\n");
        return client;
    }

    private async Task SendPieceAsync(ProxyFixture proxy)
    {
        _next.Release();
        Assert.That(await _sent.WaitAsync(Patience.Time));
        for (var i = 0; i < 4 && (i == 0 || proxy.Statistics.BuffersInUse > 0); i++)
        {
            await proxy.SettleAsync();
        }
    }

    private ScriptedOrigin StartOrigin()
    {
        var (next, sent) = (_next, _sent) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        return ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (await next.WaitAsync(Patience.Time))
            {
                var isLast = next.CurrentCount > 0;
                await connection.SendAsync(isLast ? Piece + "0\r\n\r\n" : Piece);
                sent.Release();
                if (isLast)
                {
                    await connection.NextAsync();
                    return;
                }
            }
        });
    }
}
