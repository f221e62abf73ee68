using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class RequestTests(TransportKind kind) : Scenario(kind)
{
    private const string Posted = "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
    private const string PostedInChunks = "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;e=1\r\nhe\r\n3\r\nllo\r\n0\r\nT: 1\r\n\r\n";

    [Test]
    public async Task Every_kind_of_socket_serves([Values] AddressKind listener, [Values] AddressKind behind)
    {
        using var origin = ScriptedOrigin.Answering(kind: behind);
        var options = Options(origin.Address) with { Listeners = [new ListenerOptions { Address = ProxyFixture.ListenAddress(listener) }] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync(Posted)).Text, Is.EqualTo("hello"));
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"));
        var forwardedFor = origin.Requests[0].Field("X-Forwarded-For");
        Assert.That(forwardedFor, Is.EqualTo(listener switch { AddressKind.IPv4 => "127.0.0.1", AddressKind.IPv6 => "::1", _ => null }));
        Assert.That(origin.Accepted, Is.EqualTo(1));
    }

    [TestCase(Posted, "hello", "5")]
    [TestCase(PostedInChunks, "hello", null)]
    [TestCase("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "", "0")]
    [TestCase("POST /p HTTP/1.1\r\nHost: a\r\n\r\n", "", null)]
    [TestCase("POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "", null)]
    [TestCase("GET /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "hello", "5")]
    public async Task Body_reaches_the_origin_and_the_connection_is_kept(string request, string body, string? length)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await client.AskAsync(request)).Text, Is.EqualTo("hello"));
        }

        Assert.That(origin.Accepted, Is.EqualTo(1));
        Assert.That(origin.Requests, Has.Count.EqualTo(3));
        foreach (var received in origin.Requests)
        {
            Assert.That(received.Text, Is.EqualTo(body));
            Assert.That(received.Field("Content-Length"), Is.EqualTo(length));
        }
    }

    [Test]
    public async Task Request_split_at_every_byte_arrives_the_same([Values(Posted, PostedInChunks)] string request)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var cut = 1; cut < request.Length; cut++)
        {
            await client.SendAsync(request[..cut]);
            await proxy.SettleAsync();
            await client.SendAsync(request[cut..]);
            Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"), $"cut at {cut}");
        }

        Assert.That(origin.Requests, Has.Count.EqualTo(request.Length - 1));
        Assert.That(origin.Requests.Select(each => each.Head).Distinct().Count(), Is.EqualTo(1));
        Assert.That(origin.Requests.Select(each => each.Text), Is.All.EqualTo("hello"));
        Assert.That(origin.Accepted, Is.EqualTo(1));
    }

    [Test]
    public async Task Large_body_arrives_whole([Values] bool chunked, [Values] AddressKind behind)
    {
        var body = Bodies.Pattern(10 * 1024 * 1024);
        using var origin = ScriptedOrigin.Answering(kind: behind);
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\n{(chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {body.Length}")}\r\n\r\n");
            await (chunked ? client.SendAsync(Bodies.InChunks(body, 3, 100_000, 4_097, 1, 2_000_000)) : client.SendAsync(body));
            Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
            Assert.That(origin.Requests[i].Body.AsSpan().SequenceEqual(body));
        }
    }

    [Test]
    public async Task Hundred_pipelined_requests_are_answered_in_order([Values] bool withBody)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.NextAsync() is { } request)
            {
                var path = request.StartLine.Split(' ')[1];
                await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {path.Length + request.Body.Length}\r\n\r\n{path}{request.Text}");
            }
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var requests = new StringBuilder();
        for (var i = 0; i < 100; i++)
        {
            requests.Append(withBody
                ? $"POST /{i} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n:)"
                : $"GET /{i} HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        await client.SendAsync(requests.ToString());
        for (var i = 0; i < 100; i++)
        {
            Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo(withBody ? $"/{i}:)" : $"/{i}"));
        }

        Assert.That(origin.Accepted, Is.EqualTo(1));
    }

    [Test]
    public async Task Pipelined_requests_after_a_body_of_many_segments_are_answered()
    {
        var body = new string('x', 300_000);
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n\r\n{body}GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That(origin.Requests[0].Text, Is.EqualTo(body));
        Assert.That(origin.Requests[1].StartLine, Is.EqualTo("GET /2 HTTP/1.1"));
    }
}
