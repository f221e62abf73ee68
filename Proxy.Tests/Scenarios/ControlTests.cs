using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Fields and methods that steer a request's way: Expect, Max-Forwards, TRACE, names with underscores, empty lines.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ControlTests(TransportKind kind) : Scenario(kind)
{
    private const string Post = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";

    [TestCase("Expect: 200-ok")]
    [TestCase("Expect: 100-continue, 200-ok")]
    [TestCase("Expect: 100-continue\r\nExpect: 100-continue")]
    [TestCase("Expect:")]
    public async Task Unknown_expectation_is_417(string field)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\n{field}\r\n\r\n")).Status, Is.EqualTo(417));
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"), "the connection goes on");
        Assert.That(origin.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Expectation_in_http_1_0_is_ignored()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync("POST / HTTP/1.0\r\nExpect: 200-ok\r\nContent-Length: 2\r\n\r\nhi")).Text, Is.EqualTo("hello"));
        Assert.That(origin.Requests[0].Field("Expect"), Is.Null);
    }

    [Test]
    public async Task Origin_that_says_nothing_to_an_expectation_is_504()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.WaitForEndAsync();
        });
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await proxy.ConnectAsync();
        var answer = client.AskAsync(Post);
        var time = await proxy.AdvanceUntilAsync(answer, TimeSpan.FromSeconds(1));
        Assert.That((await answer).Status, Is.EqualTo(504));
        Assert.That(time, Is.InRange(TimeSpan.FromSeconds(58), TimeSpan.FromSeconds(63)));
        await client.ExpectEndAsync();
    }

    [Test]
    public async Task Client_that_sends_nothing_after_the_consent_is_408()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
            await connection.WaitForEndAsync();
        });
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync(Post)).Status, Is.EqualTo(100));
        var answer = client.ReadResponseAsync();
        var time = await proxy.AdvanceUntilAsync(answer, TimeSpan.FromSeconds(1));
        Assert.That((await answer).Status, Is.EqualTo(408));
        Assert.That(time, Is.InRange(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)), "the grace of the data rate");
    }

    [Test]
    public async Task Client_that_waits_no_longer_is_not_held_to_the_time_of_the_head()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync(OriginConnection.Hello);
        });
        var options = Options(origin.Address) with { Limits = new LimitOptions { MinDataRate = 0 } };
        await using var proxy = await ProxyFixture.StartAsync(options, new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.SendAsync(Post);
        await Patience.UntilAsync(() => origin.Accepted == 1 && origin.Connections[0].BytesReceived > 0, "the head is there");
        var before = origin.Connections[0].BytesReceived;
        await PassAsync("he");
        await PassAsync("l");
        await client.SendAsync("lo");
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));

        async Task PassAsync(string part)
        {
            await client.SendAsync(part);
            before += part.Length;
            await Patience.UntilAsync(() => origin.Connections[0].BytesReceived >= before, "it is at the origin");
            await proxy.SettleAsync();
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(50));
        }
    }

    [TestCase("X_Forwarded_For: 1.2.3.4")]
    [TestCase("x_forwarded-Proto: https")]
    [TestCase("X-Forwarded_Prefix: /a")]
    [TestCase("X_Real_IP: 1.2.3.4")]
    [TestCase("Content_Length: 10")]
    [TestCase("Transfer_Encoding: chunked")]
    [TestCase("Max_Forwards: 1")]
    public async Task Name_that_passes_for_one_of_ours_is_dropped(string field)
    {
        var head = await ForwardAsync($"GET / HTTP/1.1\r\nHost: a\r\nX_Kept: 1\r\n{field}\r\nAccept: b\r\n\r\n", new RequestOptions());
        Assert.That(head.Head, Does.Not.Contain(field));
        Assert.That((head.Field("X_Kept"), head.Field("Accept")), Is.EqualTo(("1", "b")));
    }

    [Test]
    public async Task Names_with_underscores_are_dropped_by_option()
    {
        var head = await ForwardAsync(
            "GET / HTTP/1.1\r\nHost: a\r\nX_Lost: 1\r\nAccept: b\r\n_: 1\r\n\r\n", new RequestOptions { UnderscoreNames = UnderscoreNames.Drop });
        Assert.That((head.Head.Contains('_', StringComparison.Ordinal), head.Field("Accept")), Is.EqualTo((false, "b")));
    }

    [Test]
    public async Task Names_with_underscores_are_refused_by_option()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with { Requests = new RequestOptions { UnderscoreNames = UnderscoreNames.Refuse } };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nX_A: 1\r\n\r\n")).Status, Is.EqualTo(400));
        await client.ExpectEndAsync();
        Assert.That(origin.Requests, Is.Empty);
    }

    [TestCase("OPTIONS", "2", "1")]
    [TestCase("OPTIONS", "00000000000000000010", "9")]
    [TestCase("TRACE", "1", "0")]
    [TestCase("GET", "0", "0")]
    [TestCase("GET", "many", "many")]
    public async Task Max_forwards_is_counted_down(string method, string value, string forwarded)
    {
        var head = await ForwardAsync($"{method} / HTTP/1.1\r\nHost: a\r\nMax-Forwards: {value}\r\n\r\n", new RequestOptions { ForwardTrace = true });
        Assert.That(head.Field("Max-Forwards"), Is.EqualTo(forwarded));
    }

    [TestCase("Max-Forwards: many")]
    [TestCase("Max-Forwards: -1")]
    [TestCase("Max-Forwards:")]
    [TestCase("Max-Forwards: 1\r\nMax-Forwards: 1")]
    [TestCase("Max-Forwards: 99999999999999999999")]
    public async Task Max_forwards_that_is_no_number_is_400(string field)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync($"OPTIONS * HTTP/1.1\r\nHost: a\r\n{field}\r\n\r\n")).Status, Is.EqualTo(400));
        Assert.That(origin.Accepted, Is.Zero);
    }

    [Test]
    public async Task Options_that_may_go_no_further_is_answered_here()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync("OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\nContent-Length: 2\r\n\r\nhi");
        Assert.That((answer.Status, answer.Body.Length, answer.Field("Allow")), Is.EqualTo((200, 0, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")));
        Assert.That(answer.Field("Date"), Is.Not.Null);
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"), "the connection goes on");
        Assert.That(origin.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Trace_that_may_go_no_further_shows_the_request_without_secrets()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with { Requests = new RequestOptions { ForwardTrace = true } };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync("TRACE /a HTTP/1.1\r\nHost: a\r\nCookie: s=1\r\nMax-Forwards: 0\r\nAuthorization: x\r\nX-A: 1\r\n\r\n");
        Assert.That((answer.Status, answer.Field("Content-Type")), Is.EqualTo((200, "message/http")));
        Assert.That(answer.Text, Is.EqualTo("TRACE /a HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\nX-A: 1\r\n\r\n"));
        Assert.That(origin.Accepted, Is.Zero);
    }

    [TestCase("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n")]
    public async Task Method_not_forwarded_is_told_what_is(string request)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync(request);
        Assert.That((answer.Status, answer.Field("Allow")), Is.EqualTo((405, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")));
        Assert.That(origin.Accepted, Is.Zero);
    }

    [Test]
    public async Task Trace_with_a_body_is_refused()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with { Requests = new RequestOptions { ForwardTrace = true } };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync("TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na")).Status, Is.EqualTo(400));
    }

    [TestCase("\r\n", "")]
    [TestCase("\r", "\n")]
    [TestCase("\r", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    public async Task Empty_line_between_requests_begins_none(string first, string second)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        await client.SendAsync(first);
        await proxy.SettleAsync();
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(30));
        await client.SendAsync(second);
        await proxy.SettleAsync();
        Assert.That((second.Contains("GET", StringComparison.Ordinal) ? await client.ReadResponseAsync() : await client.GetAsync()).Text, Is.EqualTo("hello"));
        Assert.That(proxy.Statistics.Errors, Is.Empty);
    }

    [TestCase("\r\n")]
    [TestCase("\r")]
    [TestCase("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    public async Task Second_empty_line_is_refused_wherever_the_bytes_are_cut(string second)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("\r\n");
        await proxy.SettleAsync();
        Assert.That((await client.AskAsync(second)).Status, Is.EqualTo(400));
        await client.ExpectEndAsync();
    }

    [Test]
    public async Task Nobody_lives_on_empty_lines()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, new ManualClock());
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        await client.SendAsync("\r\n");
        await proxy.SettleAsync();
        var time = await proxy.AdvanceUntilAsync(client.ExpectEndAsync(), TimeSpan.FromSeconds(2));
        Assert.That(time, Is.InRange(TimeSpan.FromSeconds(56), TimeSpan.FromSeconds(66)));
        Assert.That(proxy.Statistics.Errors.ContainsKey(ProxyError.ClientHeadTimeout), Is.False);
    }

    private async Task<WireMessage> ForwardAsync(string request, RequestOptions rules)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Requests = rules });
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync(request)).Status, Is.EqualTo(200));
        return origin.Requests[0];
    }
}
