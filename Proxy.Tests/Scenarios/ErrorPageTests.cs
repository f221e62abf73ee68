using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Bodies of error responses, ours and origins'.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ErrorPageTests(TransportKind kind) : Scenario(kind)
{
    private const string Page = "<h1>{status} {reason}</h1>{x}";

    private static readonly ErrorPageOptions Any5 = new() { Status = "5xx", Body = "sorry {status}"u8.ToArray(), ContentType = "text/plain" };

    [Test]
    public async Task Own_errors_have_the_page_of_their_status()
    {
        var options = Options(ScriptedOrigin.Refusing()) with
        {
            ErrorPages = [PageOf("404"), PageOf("400"), Any5],
            Routes =
            [
                new RouteOptions { Upstream = "default", Path = "/down" },
                new RouteOptions { Upstream = "default", Path = "/own", ErrorPages = [new ErrorPageOptions { Status = "502", Body = "own"u8.ToArray() }] },
            ],
            ResponseHeaders = new HeaderPolicyOptions { Set = [new("X-Seen", "{status}")] },
        };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        var missing = await client.GetAsync("/none");
        Assert.Multiple(() =>
        {
            Assert.That(missing.StartLine, Is.EqualTo("HTTP/1.1 404 Not Found"));
            Assert.That(missing.Text, Is.EqualTo("<h1>404 Not Found</h1>{x}"));
            Assert.That(missing.Field("Content-Type"), Is.EqualTo("text/html; charset=utf-8"));
            Assert.That(missing.Field("X-Seen"), Is.EqualTo("404"));
            Assert.That(missing.Field("Connection"), Is.Null);
        });
        Assert.That((await client.GetAsync("/down")).Text, Is.EqualTo("sorry 502"));
        Assert.That((await client.GetAsync("/own")).Text, Is.EqualTo("own"));
        Assert.That((await client.GetAsync("/a%")).Text, Is.EqualTo("<h1>400 Bad Request</h1>{x}"));
    }

    [TestCase("GET /a#b HTTP/1.1\r\n", "400 Bad Request", true)]
    [TestCase("HEAD / HTTP/2.0\r\nHost: a\r\n\r\n", "505 HTTP Version Not Supported", false)]
    [TestCase("HEAD / HTTP/1.1\r\n: a\r\n\r\n", "400 Bad Request", false)]
    [TestCase("GET / HTTP/1.1\r\nX-Name: a\r\n\r\n", "400 Bad Request", true)]
    [TestCase("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "405 Method Not Allowed", true)]
    public async Task Request_that_was_not_understood_is_answered_with_a_page_all_the_same(string request, string status, bool hasBody)
    {
        var policy = new HeaderPolicyOptions
        {
            Set = [new("X-Frame-Options", "DENY"), new("X-Name", "{header.X-Name}"), new("X-Status", "{status}")],
            Append = [new("Vary", "A")],
        };
        await using var proxy = await ProxyFixture.StartAsync(
            Options("127.0.0.1:1") with { ErrorPages = [PageOf("4xx"), PageOf("5xx")], ResponseHeaders = policy });
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync(request, toHead: !hasBody);
        var isUnderstood = request.StartsWith("TRACE", StringComparison.Ordinal);
        Assert.Multiple(() =>
        {
            Assert.That(answer.StartLine, Is.EqualTo($"HTTP/1.1 {status}"));
            Assert.That(answer.Text, Is.EqualTo(hasBody ? $"<h1>{status}</h1>{{x}}" : ""));
            Assert.That(answer.Field("Content-Length"), Is.EqualTo($"{$"<h1>{status}</h1>{{x}}".Length}"));
            Assert.That(answer.Field("Connection"), Is.EqualTo("close"));
            Assert.That(answer.Field("X-Frame-Options"), Is.EqualTo("DENY"));
            Assert.That(answer.Field("Vary"), Is.EqualTo("A"));
            Assert.That(answer.Field("X-Name"), Is.Null);
            Assert.That(answer.Field("X-Status"), Is.EqualTo(isUnderstood ? "405" : null));
            Assert.That(answer.Field("Allow") is not null, Is.EqualTo(isUnderstood));
        });
        await client.ExpectEndAsync();
    }

    [TestCase(404, true)]
    [TestCase(503, true)]
    [TestCase(401, false)]
    [TestCase(407, false)]
    [TestCase(400, false)]
    [TestCase(200, false)]
    public async Task Responses_of_origins_are_replaced_where_that_is_said(int status, bool isReplaced)
    {
        using var origin = ScriptedOrigin.Answering($"HTTP/1.1 {status} Hm\r\nX-Secret: 1\r\nWWW-Authenticate: Basic\r\nContent-Length: 5\r\n\r\nhello");
        ErrorPageOptions[] pages = [Replacing("4xx"), PageOf("400"), Replacing("503")];
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { ErrorPages = pages });
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            var answer = await client.GetAsync();
            Assert.That(answer.Status, Is.EqualTo(status));
            Assert.That(answer.Text, isReplaced ? Does.StartWith($"<h1>{status} ") : Is.EqualTo("hello"));
            Assert.That(answer.Field("X-Secret"), Is.EqualTo(isReplaced ? null : "1"));
        }

        Assert.That((origin.Accepted, proxy.Statistics.Retries), Is.EqualTo((1, 0)), "the connection to the origin is clean");
    }

    [TestCase("Content-Length: 5\r\n\r\nhello", 1, TestName = "Whole body: kept")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 2, TestName = "Chunks: closed")]
    [TestCase("Content-Length: 1000000\r\n\r\nhello", 2, TestName = "Body that is late: closed")]
    [TestCase("Connection: close\r\n\r\nhello", 2, TestName = "Until close: closed")]
    [TestCase("Content-Length: 0\r\n\r\n", 1, TestName = "No body: kept")]
    public async Task Connection_to_the_origin_is_used_again_only_where_it_is_clean(string rest, int connections)
    {
        using var origin = ScriptedOrigin.Answering($"HTTP/1.1 404 Not Found\r\n{rest}");
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { ErrorPages = [Replacing("404")] });
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            Assert.That((await client.GetAsync()).Text, Is.EqualTo("<h1>404 Not Found</h1>{x}"));
        }

        Assert.That((await client.AskAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", toHead: true)).Field("Content-Length"), Is.EqualTo("25"));
        Assert.That(origin.Accepted, Is.AtLeast(connections).And.AtMost(connections == 1 ? 1 : 3));
    }

    [Test]
    public async Task Upload_in_progress_ends_with_the_page()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextHeadAsync();
            await connection.SendAsync("HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\n\r\nhello");
            await connection.WaitForEndAsync();
        });
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { ErrorPages = [Replacing("413")] });
        foreach (var fields in (string[])["Content-Length: 100000\r\n\r\nbegin", "Transfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n", "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n"])
        {
            var client = await proxy.ConnectAsync();
            var answer = await client.AskAsync($"POST / HTTP/1.1\r\nHost: a\r\n{fields}");
            Assert.That((answer.Text, answer.Field("Connection")), Is.EqualTo(("<h1>413 Content Too Large</h1>{x}", "close")));
            await client.ExpectEndAsync();
        }
    }

    [Test]
    public async Task Held_upload_is_sent_and_both_connections_go_on()
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nhello");
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { ErrorPages = [Replacing("404")] });
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            var answer = await client.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nworld");
            Assert.That(answer.Text, Is.EqualTo("<h1>404 Not Found</h1>{x}"));
            Assert.That(origin.Requests[i].Text, Is.EqualTo("world"));
        }

        Assert.That((origin.Accepted, proxy.Statistics.ConnectionsAccepted), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Methods_an_origin_allows_are_told_in_the_page_for_405()
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nAllow: BREW\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { ErrorPages = [Replacing("405")] });
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Field("Allow"), Is.EqualTo("GET|BREW"));
    }

    [Test]
    public async Task Page_of_an_origin_lost_on_the_way_is_ours()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 103 Early Hints\r\nX-Secret: 1\r\n\r\n");
        });
        var options = Options(origin.Address) with
        {
            ErrorPages = [Replacing("5xx")],
            ResponseHeaders = new HeaderPolicyOptions { Set = [new("X-Shown", "{response.header.X-Secret}")] },
        };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(103));
        var answer = await client.ReadResponseAsync();
        Assert.That((answer.Text, answer.Field("X-Shown")), Is.EqualTo(("<h1>502 Bad Gateway</h1>{x}", (string?)null)));
    }

    private static ErrorPageOptions PageOf(string status) => new() { Status = status, Body = System.Text.Encoding.ASCII.GetBytes(Page) };

    private static ErrorPageOptions Replacing(string status) => PageOf(status) with { ReplacesOrigin = true };
}
