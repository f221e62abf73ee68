using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>
/// Bytes, or an end, that a pooled connection brings in the very turn in which the next request is given to it (RFC 9112 §9.2). Over epoll alone one turn
/// surely sees both.
/// </summary>
[Platform("Linux")]
public sealed class UnsolicitedBytesTests() : Scenario(TransportKind.Epoll)
{
    private const string Evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Evil)]
    [TestCase("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", Evil)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", Evil)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "")]
    [TestCase("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", "")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", "")]
    public async Task What_came_before_the_request_was_sent_is_not_its_response(string request, string farewell)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 1; i <= 20; i++)
        {
            Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"));
            await proxy.UntilAsync(now => now.UpstreamIdle == 1, "the connection is pooled");
            await HoldAsync(proxy, async () =>
            {
                await client.SendAsync(request);
                await origin.Connections[^1].SendAsync(farewell);
                origin.Connections[^1].ShutdownSend();
            });
            var answer = await client.ReadResponseAsync();
            Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "hello")), $"round {i}");
            Assert.That(origin.Requests, Has.Count.EqualTo(2 * i));
            await proxy.UntilAsync(now => now.UpstreamIdle == 1, "the new connection is pooled");
        }

        Assert.That(proxy.Statistics.Errors, Is.Empty);
    }

    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello", "world")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "0\r\n\r\n")]
    public async Task What_comes_with_the_last_of_a_body_is_the_response(string begun, string rest)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.WaitForEndAsync();
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync(begun);
        await Patience.UntilAsync(() => origin.Requests.Count == 1, "the upload begins");
        await proxy.SettleAsync();
        await HoldAsync(proxy, async () =>
        {
            await client.SendAsync(rest);
            await origin.Connections[0].SendAsync(OriginConnection.Hello);
        });
        var answer = await client.ReadResponseAsync();
        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "hello")));
        Assert.That((origin.Requests.Count, proxy.Statistics.Retries), Is.EqualTo((1, 0)), "the request was on its way: it is not sent again");
    }

    // What happens meanwhile the loop sees at once, in order.
    private static async Task HoldAsync(ProxyFixture proxy, Func<Task> meanwhile)
    {
        using var gate = new ManualResetEventSlim();
        var isHeld = false;
        var held = proxy.Server.Workers[0].Loop.RunAsync(() =>
        {
            Volatile.Write(ref isHeld, true);
            gate.Wait(Patience.Time);
        });
        await Patience.UntilAsync(() => Volatile.Read(ref isHeld), "the loop is held");
        await meanwhile();
        gate.Set();
        await held;
    }
}
