using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Routes that answer by themselves.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class ActionTests(TransportKind kind) : Scenario(kind)
{
    private static readonly RespondOptions Pong = new() { Body = "pong {status} {other}"u8.ToArray() };

    [TestCase("/old/*", "/new/{rest}", "/old/a%20b/c?d=e", "/new/a%20b/c?d=e")]
    [TestCase("/old/*", "/new/{rest}#top", "/old/a?d", "/new/a?d#top")]
    [TestCase("/old/*", "/new?p={rest}", "/old/a&b?d", "/new?p=a%26b&d")]
    [TestCase("/old/*", "https://{host}:8443/{rest}", "/old/a", "https://shop.example:8443/a")]
    [TestCase("/old/*", "{scheme}://www.{host}{path}", "/old//a", "http://www.shop.example/old/a")]
    [TestCase("/*", "{path}/", "//evil.example/a", "/evil.example/a/", TestName = "Path never names another host")]
    [TestCase("/*", "{path}", "/\"<>", "/%22%3C%3E")]
    [TestCase("/{a}/*", "/{rest}/{a}", "/evil.example", "/evil.example", TestName = "Empty capture leaves no second slash")]
    [TestCase("/*", "/{query.next}", "/?next=/evil.example", "/%2Fevil.example?next=/evil.example", TestName = "Parameter is one segment")]
    [TestCase("/*", "/{header.X-Next}", "/", "/%2Fevil.example", TestName = "Header is one segment")]
    [TestCase("/*", "https://{query.t}.example.org/", "/?t=evil.example/", "https://evil.example%2F.example.org/?t=evil.example/")]
    [TestCase("/*", "https://example.org:{query.t}/", "/?t=1@evil.example", "https://example.org:1%40evil.example/?t=1@evil.example")]
    [TestCase("/*", "/login?next={target}", "/a?b=c&d=%26", "/login?next=/a?b%3Dc%26d%3D%2526")]
    [TestCase("/*", "/search?{query}", "/a?b=c&d", "/search?b=c&d")]
    [TestCase("/*", "/search?q={query.q}", "/a?q=x+y%20z", "/search?q=x+y%20z&q=x+y%20z")]
    [TestCase("/*", "/ö {{x}}", "/", "/%C3%B6%20%7Bx%7D")]
    public async Task Redirection_says_where_to(string path, string to, string target, string location)
    {
        var route = new RouteOptions { Path = path, Redirect = new RedirectOptions { To = to, Status = 308 } };
        await using var proxy = await StartAsync(route);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            var answer = await client.AskAsync($"GET {target} HTTP/1.1\r\nHost: shop.example:8080\r\nX-Next: /evil.example\r\n\r\n");
            Assert.That(answer.StartLine, Is.EqualTo("HTTP/1.1 308 Permanent Redirect"));
            Assert.That(answer.Field("Location"), Is.EqualTo(location));
            Assert.That(answer.Text, Is.EqualTo("308 Permanent Redirect\n"));
        }
    }

    [Test]
    public async Task Query_stays_behind_where_it_is_not_kept()
    {
        var route = new RouteOptions { Redirect = new RedirectOptions { To = "https://{host}/", KeepQuery = false } };
        await using var proxy = await StartAsync(route);
        Assert.That((await (await proxy.ConnectAsync()).GetAsync("/x?a=b")).Field("Location"), Is.EqualTo("https://a/"));
    }

    [Test]
    public async Task Target_as_large_as_the_limits_allow_is_redirected()
    {
        var route = new RouteOptions { Path = "/old/*", Redirect = new RedirectOptions { To = "/new/{rest}" } };
        var options = Options("127.0.0.1:1") with { Routes = [route], Limits = new LimitOptions { MaxStartLineBytes = 16 * 1024 } };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var answer = await (await proxy.ConnectAsync()).GetAsync($"/old/{new string('"', 8000)}?{new string('q', 8000)}");
        Assert.That(answer.Field("Location"), Has.Length.EqualTo("/new/?".Length + 24_000 + 8000));
    }

    [Test]
    public async Task Response_is_given_with_fields_and_body()
    {
        var route = new RouteOptions
        {
            Path = "/ping/{name}",
            Respond = Pong with { Status = 203, ContentType = "text/x-pong", Headers = [new("X-Who", "{name}"), new("Vary", "A"), new("X-None", "{header.x}")] },
            ResponseHeaders = new HeaderPolicyOptions { Append = [new("Vary", "B")], Set = [new("X-Status", "{status}")] },
        };
        await using var proxy = await StartAsync(route);
        var answer = await (await proxy.ConnectAsync()).GetAsync("/ping/%41b");
        Assert.Multiple(() =>
        {
            Assert.That(answer.StartLine, Is.EqualTo("HTTP/1.1 203 Non-Authoritative Information"));
            Assert.That(answer.Text, Is.EqualTo("pong 203 {other}"));
            Assert.That(answer.Field("Content-Type"), Is.EqualTo("text/x-pong"));
            Assert.That(answer.Field("X-Who"), Is.EqualTo("%41b"));
            Assert.That(answer.Field("Vary"), Is.EqualTo("A, B"));
            Assert.That(answer.Field("X-Status"), Is.EqualTo("203"));
            Assert.That(answer.Field("X-None"), Is.Null);
            Assert.That(answer.Field("Date"), Is.Not.Null);
        });
    }

    [TestCase(204)]
    [TestCase(304)]
    public async Task Response_without_content_has_none(int status)
    {
        await using var proxy = await StartAsync(new RouteOptions { Respond = new RespondOptions { Status = status, Headers = [new("ETag", "\"1\"")] } });
        var client = await proxy.ConnectAsync();
        var answer = await client.GetAsync();
        Assert.That((answer.Status, answer.Field("Content-Length"), answer.Field("Content-Type"), answer.Field("ETag")), Is.EqualTo((status, (string?)null, (string?)null, "\"1\"")));
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(status), "the connection goes on");
    }

    [Test]
    public async Task Empty_response_says_so()
    {
        await using var proxy = await StartAsync(new RouteOptions { Respond = new RespondOptions() });
        var answer = await (await proxy.ConnectAsync()).GetAsync();
        Assert.That((answer.Status, answer.Field("Content-Length"), answer.Field("Content-Type")), Is.EqualTo((200, "0", (string?)null)));
    }

    [Test]
    public async Task Head_has_the_length_and_no_content()
    {
        await using var proxy = await StartAsync(new RouteOptions { Respond = Pong });
        var client = await proxy.ConnectAsync();
        await client.SendAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        var head = await client.ReadResponseAsync(toHead: true);
        var answer = await client.ReadResponseAsync();
        Assert.That((head.Status, head.Field("Content-Length")), Is.EqualTo((200, answer.Field("Content-Length"))));
        Assert.That(answer.Text, Is.EqualTo("pong 200 {other}"));
    }

    [Test]
    public async Task Client_of_1_0_is_told_what_becomes_of_the_connection()
    {
        await using var proxy = await StartAsync(new RouteOptions { Respond = Pong });
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")).Field("Connection"), Is.EqualTo("keep-alive"));
        Assert.That((await client.AskAsync("GET / HTTP/1.0\r\n\r\n")).Field("Connection"), Is.EqualTo("close"));
        await client.ExpectEndAsync();
    }

    [TestCase("Content-Length: 5\r\n\r\nhello", true, TestName = "Body that is here is skipped")]
    [TestCase("Content-Length: 5\r\n\r\n", false, TestName = "Body that is late ends the connection")]
    [TestCase("Content-Length: 5\r\nExpect: 100-continue\r\n\r\n", false, TestName = "Body that waits for a word is not asked for")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", false, TestName = "Body in chunks ends the connection")]
    public async Task Body_nobody_reads_is_never_taken_for_a_request(string rest, bool goesOn)
    {
        await using var proxy = await StartAsync(
            new RouteOptions { Path = "/old/*", Redirect = new RedirectOptions { To = "/new/{rest}" } }, new RouteOptions { Respond = Pong });
        foreach (var path in (string[])["/old/x", "/"])
        {
            var client = await proxy.ConnectAsync();
            var answer = await client.AskAsync($"POST {path} HTTP/1.1\r\nHost: a\r\n{rest}");
            Assert.That((answer.Status is 302 or 200, answer.Field("Connection")), Is.EqualTo((true, goesOn ? null : "close")));
            if (goesOn)
            {
                Assert.That((await client.GetAsync()).Text, Is.EqualTo("pong 200 {other}"));
            }
            else
            {
                await client.ExpectEndAsync();
            }
        }

        Assert.That(proxy.Statistics.Requests, Is.EqualTo(goesOn ? 4 : 2));
    }

    [Test]
    public async Task Large_body_arrives_whole_and_pipelined_ones_in_order()
    {
        var body = Bodies.Pattern(1024 * 1024);
        await using var proxy = await StartAsync(
            new RouteOptions { Path = "/big", Respond = new RespondOptions { Body = body, ContentType = "image/png" } }, new RouteOptions { Respond = Pong });
        var client = await proxy.ConnectAsync();
        await client.SendAsync(string.Concat(Enumerable.Repeat("GET /big HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 3)));
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await client.ReadResponseAsync()).Body, Is.EqualTo(body));
            Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("pong 200 {other}"));
        }
    }

    [Test]
    public async Task Connect_is_not_answered_as_if_a_tunnel_opened()
    {
        var options = Options("127.0.0.1:1") with { Routes = [new RouteOptions { Respond = Pong }], Requests = new RequestOptions { ForwardConnect = true } };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n")).Status, Is.EqualTo(405));
        await client.ExpectEndAsync();
    }

    [TestCase("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("OPTIONS / HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n")]
    [TestCase("GET http://b/x HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")]
    public async Task Whatever_is_asked_is_answered(string request)
    {
        await using var proxy = await StartAsync(new RouteOptions { Respond = Pong });
        var client = await proxy.ConnectAsync();
        Assert.That((await client.AskAsync(request)).Text, Is.EqualTo("pong 200 {other}"));
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(200), "the connection goes on");
    }

    private Task<ProxyFixture> StartAsync(params RouteOptions[] routes) => ProxyFixture.StartAsync(Options("127.0.0.1:1") with { Routes = routes });
}
