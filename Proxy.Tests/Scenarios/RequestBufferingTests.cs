using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Requests' bodies that are gathered before an origin is asked.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class RequestBufferingTests(TransportKind kind) : Scenario(kind)
{
    private const int Room = 64 * 1024;
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    [TestCase("Content-Length: 10", "01234", "56789", "0123456789", "")]
    [TestCase("Transfer-Encoding: chunked", "5\r\n01234\r\n", "5\r\n56789\r\n0\r\n\r\n", "0123456789", "")]
    [TestCase("Transfer-Encoding: chunked", "5\r\n01234\r\n", "5\r\n56789\r\n0\r\nDigest: x\r\n\r\n", "0123456789", "Digest: x\r\n")]
    [TestCase("Transfer-Encoding: chunked", "", "0\r\n\r\n", "", "")]
    public async Task Origin_sees_no_connection_before_the_body_is_there(string framing, string begin, string end, string body, string trailers)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync($"POST /{i} HTTP/1.1\r\nHost: a\r\n{framing}\r\n\r\n");
            await client.SendAsync(begin);
            await proxy.UntilAsync(now => now.Requests == i + 1, "the head is read");
            await proxy.SettleAsync();
            Assert.That((origin.Requests.Count, proxy.Statistics.UpstreamConnects), Is.EqualTo((i, i == 0 ? 0 : 1)));
            await client.SendAsync(end);
            Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));
            var request = origin.Requests[i];
            Assert.That((request.StartLine, request.Text, request.Trailers), Is.EqualTo(($"POST /{i} HTTP/1.1", body, trailers)));
        }
    }

    [Test]
    public async Task Body_that_comes_byte_by_byte_arrives_whole([Values] bool chunked)
    {
        var body = Bodies.Pattern(300);
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\n{(chunked ? "Transfer-Encoding: chunked" : "Content-Length: 300")}\r\n\r\n");
        foreach (var each in chunked ? Bodies.InChunks(body, 7, 1, 30) : body)
        {
            await client.SendAsync(new[] { each });
        }

        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That(origin.Requests[0].Body, Is.EqualTo(body));
    }

    [Test]
    public async Task Larger_body_is_streamed_once_the_room_is_full([Values] bool chunked, [Values(10_000, 200_000, 3_000_000)] int piece)
    {
        var body = Bodies.Pattern(4_000_000);
        var bytes = chunked ? Bodies.InChunks(body, 50_000) : body;
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\n{(chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {body.Length}")}\r\n\r\n");
        var sent = 0;
        for (; sent < bytes.Length - piece; sent += piece)
        {
            await client.SendAsync(bytes.AsMemory(sent, piece));
        }

        await Patience.UntilAsync(() => origin.Accepted == 1, "the origin is asked before the body ends");
        await client.SendAsync(bytes.AsMemory(sent));
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That(origin.Requests[0].Body.AsSpan().SequenceEqual(body));
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(200), "the connection goes on");
    }

    [Test]
    public async Task Early_answer_to_a_large_gathered_body_is_heard([Values] bool chunked)
    {
        const string refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
        var body = Bodies.Pattern(20_000_000);
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync(refusal);
            await connection.ReadToEndAsync();
        });
        var options = Options(origin.Address);
        options = options with { Routes = [options.Routes[0] with { Buffering = new() { Request = 32 * 1024 * 1024 } }] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\n{(chunked ? "Transfer-Encoding: chunked" : "Content-Length: 20000000")}\r\n\r\n");
        await client.SendAsync(chunked ? Bodies.InChunks(body, 1_000_000) : body);
        var answer = await client.ReadResponseAsync();
        Assert.That((answer.Status, answer.Text), Is.EqualTo((403, "no")));
    }

    [Test]
    public async Task Loop_that_holds_too_much_streams()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Gathering(origin.Address) with { Limits = new LimitOptions { MaxBufferedBytes = 4 } });
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
        await Patience.UntilAsync(() => origin.Accepted == 1, "the origin is asked at once");
        await client.SendAsync("56789");
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That(origin.Requests[0].Text, Is.EqualTo("0123456789"));
    }

    [Test]
    public async Task Gathered_body_is_sent_again_where_the_request_is_idempotent([Values("PUT", "POST")] string method, [Values] bool chunked)
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(OriginConnection.Hello);
            await connection.NextAsync();
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        await client.SendAsync($"{method} / HTTP/1.1\r\nHost: a\r\n{(chunked ? "Transfer-Encoding: chunked\r\n\r\n2\r\n01\r\n" : "Content-Length: 5\r\n\r\n01")}");
        await proxy.UntilAsync(now => now.Requests == 2, "the head is read");
        await client.SendAsync(chunked ? "3\r\n234\r\n0\r\n\r\n" : "234");
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(method == "PUT" ? 200 : 502));
        Assert.That(origin.Requests.Skip(1).Select(request => request.Text), Is.EqualTo(method == "PUT" ? ["01234", "01234"] : new[] { "01234" }));
    }

    [Test]
    public async Task Client_that_waits_for_it_is_told_to_send_and_the_origin_does_not_see_the_expectation()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(100));
        Assert.That(origin.Accepted, Is.Zero);
        await client.SendAsync("hello");
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(200));
        Assert.That((origin.Requests[0].Text, origin.Requests[0].Field("Expect")), Is.EqualTo(("hello", (string?)null)));
    }

    [Test]
    public async Task Origin_is_asked_whether_it_wants_what_is_too_large_to_gather()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        });
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {Room + 1}\r\nExpect: 100-continue\r\n\r\n");
        Assert.That((answer.Status, origin.Requests[0].Field("Expect")), Is.EqualTo((403, "100-continue")));
    }

    [TestCase("Content-Length: 10\r\n\r\n01234", 0, ProxyError.ClientBodyTruncated)]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n", 0, ProxyError.ClientBodyTruncated)]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\nzz\r\n", 400, ProxyError.ClientBodyInvalid)]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n7\r\n0123456\r\n", 413, ProxyError.ClientBodyTooLarge)]
    public async Task Body_that_goes_wrong_bothers_no_origin(string rest, int status, ProxyError error)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Gathering(origin.Address) with { Limits = new LimitOptions { MaxRequestBodyBytes = 11 } });
        var client = await proxy.ConnectAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\n{rest}");
        if (status == 0)
        {
            client.ShutdownSend();
            await client.ExpectEndAsync();
        }
        else
        {
            Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(status));
            await client.ExpectEndAsync();
        }

        await proxy.UntilAsync(now => now.Errors.GetValueOrDefault(error) == 1, "it is counted");
        Assert.That(origin.Accepted, Is.Zero);
    }

    [Test]
    public async Task Slow_upload_is_408_and_bothers_no_origin()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Gathering(origin.Address), new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
        await proxy.UntilAsync(now => now.Requests == 1, "the head is read");
        var answer = client.ReadResponseAsync();
        await proxy.AdvanceUntilAsync(answer, TimeSpan.FromSeconds(1));
        Assert.That(((await answer).Status, origin.Accepted), Is.EqualTo((408, 0)));
    }

    [Test]
    public async Task Rest_of_a_body_nobody_took_is_never_read_as_a_request([Values] bool chunked)
    {
        await using var proxy = await ProxyFixture.StartAsync(Gathering(ScriptedOrigin.Refusing()));
        var client = await proxy.ConnectAsync();
        var body = new string('x', Room - 100) + string.Concat(Enumerable.Repeat(Smuggled, 100));
        var head = $"POST / HTTP/1.1\r\nHost: a\r\n{(chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {2 * body.Length}")}\r\n\r\n";
        await client.SendAsync(head + (chunked ? $"{2 * body.Length:x}\r\n" : "") + body);
        Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(502));
        await client.SendAsync(Smuggled);
        Assert.That(await client.ReadToEndAsync(), Is.Empty);
        Assert.That(proxy.Statistics.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task Whole_body_that_nobody_took_leaves_the_connection_to_the_next_request()
    {
        await using var proxy = await ProxyFixture.StartAsync(Gathering(ScriptedOrigin.Refusing()));
        var client = await proxy.ConnectAsync();
        for (var i = 1; i <= 3; i++)
        {
            await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n01234");
            await proxy.UntilAsync(now => now.Requests == i, "the head is read");
            await client.SendAsync("56789");
            Assert.That((await client.ReadResponseAsync()).Status, Is.EqualTo(502));
        }
    }

    private Task<ProxyFixture> StartAsync(ScriptedOrigin origin) => ProxyFixture.StartAsync(Gathering(origin.Address));

    private ProxyOptions Gathering(string address) => Options(address) with
    {
        Routes = [new RouteOptions { Upstream = "default", Buffering = new BufferingOptions { Request = Room } }],
    };
}
