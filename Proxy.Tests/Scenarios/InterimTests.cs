using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class InterimTests(TransportKind kind) : Scenario(kind)
{
    private const string Hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nServer: x\r\n\r\n";

    [Test]
    public async Task Interim_responses_reach_a_client_of_1_1()
    {
        using var origin = ScriptedOrigin.Answering(Hints + Hints + OriginConnection.Hello);
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var first = await client.GetAsync();
        Assert.That(first.Head, Is.EqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"));
        Assert.That((await client.ReadResponseAsync()).Head, Is.EqualTo(first.Head));
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(103));
    }

    [Test]
    public async Task Interim_responses_do_not_reach_a_client_of_1_0()
    {
        using var origin = ScriptedOrigin.Answering(Hints + OriginConnection.Hello);
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync("GET / HTTP/1.0\r\n\r\n")).Text, Is.EqualTo("hello"));
    }

    [Test]
    public async Task Interim_responses_are_bounded([Values(16, 17)] int count)
    {
        using var origin = ScriptedOrigin.Answering(string.Concat(Enumerable.Repeat(Hints, count)) + OriginConnection.Hello);
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.GetAsync();
        for (var i = 1; answer.Status == 103; i++)
        {
            Assert.That(i, Is.LessThanOrEqualTo(16));
            answer = await client.ReadResponseAsync();
        }

        Assert.That(answer.Status, Is.EqualTo(count == 16 ? 200 : 502));
    }

    [Test]
    public async Task Consent_to_a_body_is_relayed_before_the_body()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
            var body = await connection.ReadExactlyAsync(5);
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{System.Text.Encoding.ASCII.GetString(body)}");
            await connection.NextAsync();
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var consent = await client.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.That(consent.Status, Is.EqualTo(100));
        await client.SendAsync("hello");
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));
        Assert.That(origin.Requests[0].Field("Expect"), Is.EqualTo("100-continue"));
    }

    [Test]
    public async Task Refused_expectation_leaves_the_body_unsent()
    {
        using var refusing = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
            await connection.ReadToEndAsync();
        });
        await using var proxy = await StartAsync(refusing);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.That((answer.Status, answer.Field("Connection")), Is.EqualTo((417, "close")));
        await client.ExpectEndAsync();
    }
}
