using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Request targets and Host as origins get them from a route that changes them.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class RewriteTests(TransportKind kind) : Scenario(kind)
{
    [TestCase("/v1", null, "/v1/a/b?c=d", "/a/b?c=d")]
    [TestCase("/v1/", null, "/v1/a", "/a")]
    [TestCase("/v1", null, "/v1", "/")]
    [TestCase("/v1", null, "/v1?q", "/?q")]
    [TestCase("/v1", null, "/v1/", "/")]
    [TestCase("/v1", null, "/v10/a", "/v10/a")]
    [TestCase("/v1", null, "/other", "/other")]
    [TestCase("/v1", null, "/%761/a%20b", "/a%20b", TestName = "Prefix is found in whatever spelling")]
    [TestCase("/v1", null, "/x/../v1/./a//b", "/a/b")]
    [TestCase("/v1", null, "//v1/a", "/a")]
    [TestCase("/v1", "/api", "/v1/a", "/api/a")]
    [TestCase("/v1", "/api", "/v1", "/api")]
    [TestCase(null, "/api/v 2", "/a?b", "/api/v%202/a?b")]
    [TestCase(null, "/api", "/../admin", "/api/admin", TestName = "What is put before a path is not left again")]
    [TestCase(null, "/api", "http://other.example?q", "/api/?q")]
    [TestCase("/é", null, "/%C3%A9/a", "/a")]
    public async Task Prefixes_are_taken_off_and_put_on(string? strip, string? add, string target, string expected)
    {
        var (_, request) = await ForwardAsync(new RouteOptions { Rewrite = new RewriteOptions { StripPrefix = strip, AddPrefix = add } }, target);
        Assert.That(request!.StartLine, Is.EqualTo($"GET {expected} HTTP/1.1"));
    }

    [TestCase("/files/*", "/store/{rest}", "/files/a%20b/c?d=e", "/store/a%20b/c?d=e")]
    [TestCase("/files/*", "/store/{rest}", "/files", "/store/")]
    [TestCase("/files/*", "/{rest}/x", "/files", "/x", TestName = "Empty segments do not go out")]
    [TestCase("/files/*", "/store/{rest}", "/files/x/../../files/../files/y", "/store/y")]
    [TestCase("/u/{id}/p/{n}", "/p?user={id}&n={n}", "/u/a%26b/p/7?z=1", "/p?user=a%26b&n=7&z=1")]
    [TestCase("/u/{id}/p/{n}", "/p?user={id}", "/u/a&b=c+d/p/7", "/p?user=a%26b%3Dc%2Bd")]
    [TestCase("/u/{id}/p/{n}", "/{n}/{id}", "/u/a;b=c@d/p/%C3%A9", "/%C3%A9/a;b=c@d")]
    [TestCase("/*", "/root{path}", "/../a//b", "/root/a/b", TestName = "Path as it is routed by")]
    [TestCase("/*", "/s?q={query.q}", "/x?q=a+b%26c&r=1", "/s?q=a+b%26c&q=a+b%26c&r=1")]
    [TestCase("/*", "/s?{query}", "/x?q=a&r=1", "/s?q=a&r=1", TestName = "Query goes out once")]
    [TestCase("/*", "/h/{host}/{method}", "/x", "/h/a/GET")]
    public async Task Path_is_made_of_captures_and_variables(string path, string rewrite, string target, string expected)
    {
        var (_, request) = await ForwardAsync(new RouteOptions { Path = path, Rewrite = new RewriteOptions { Path = rewrite } }, target);
        Assert.That(request!.StartLine, Is.EqualTo($"GET {expected} HTTP/1.1"));
    }

    [TestCase("/f/{header.X-Name}", "a/../b", null, 400)]
    [TestCase("/f/{header.X-Name}", "a\\b", null, 400)]
    [TestCase("/f/{header.X-Name}", "100%2e", "/f/100%252e", 200)]
    [TestCase("/f/{header.X-Name}", "a b#?\"", "/f/a%20b%23%3F%22", 200)]
    [TestCase("/f/{header.X-Name}/x", "..", null, 400)]
    [TestCase("/f/.{header.X-Name}/x", ".", null, 400)]
    [TestCase("/f/{header.X-Name}/x", "", "/f/x", 200)]
    [TestCase("/f/{query.n}", null, null, 400, "/?n=..%2f..%2fadmin")]
    [TestCase("/f/{query.n}", null, null, 400, "/?n=%2e%2E")]
    [TestCase("/f/{query.n}", null, null, 400, "/?n=../x/..")]
    [TestCase("/f/{query.n}", null, "/f/a%20b?n=a%20b", 200, "/?n=a%20b")]
    [TestCase("/f?x={header.X-Name}", "../a&b=c+%20", "/f?x=../a%26b%3Dc%2B%2520", 200)]
    public async Task Value_of_a_client_cannot_leave_its_place_in_a_path(string rewrite, string? value, string? expected, int status, string target = "/")
    {
        var (answer, request) = await ForwardAsync(
            new RouteOptions { Path = "/*", Rewrite = new RewriteOptions { Path = rewrite } }, target, value is null ? "" : $"X-Name: {value}\r\n");
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(request?.StartLine, Is.EqualTo(expected is null ? null : $"GET {expected} HTTP/1.1"));
    }

    [TestCase("{query.tenant}.internal", "/?tenant=a", "a.internal", 200)]
    [TestCase("{header.X-Name}", "/", null, 400)]
    [TestCase("{query.tenant}", "/", "ORIGIN", 200, TestName = "Host that comes out empty is the endpoint's")]
    [TestCase("{query.tenant}.internal", "/?tenant=a/b", null, 400)]
    [TestCase("{query.tenant}.internal", "/?tenant=a@b", null, 400)]
    [TestCase("{query.tenant}.internal", "/?tenant=a,b", null, 400)]
    [TestCase("internal.example:81", "/", "internal.example:81", 200)]
    [TestCase("{rest}", "/h.example", "h.example", 200)]
    public async Task Host_is_replaced_by_a_valid_one_or_refused(string host, string target, string? expected, int status)
    {
        using var origin = ScriptedOrigin.Answering();
        var route = new RouteOptions { Upstream = "default", Rewrite = new RewriteOptions { Host = host } };
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Routes = [route] });
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync($"GET {target} HTTP/1.1\r\nHost: client.example\r\nX-Name: a b\r\n\r\n");
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(origin.Requests.SingleOrDefault()?.Field("Host"), Is.EqualTo(expected == "ORIGIN" ? origin.Address["http://".Length..] : expected));
        if (status == 200)
        {
            Assert.That(origin.Requests[0].Field("X-Forwarded-Host"), Is.EqualTo("client.example"));
            Assert.That(origin.Requests[0].StartLine, Is.EqualTo($"GET {target} HTTP/1.1"));
        }
    }

    [TestCase("OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1")]
    [TestCase("OPTIONS http://b HTTP/1.1", "OPTIONS * HTTP/1.1")]
    [TestCase("CONNECT b:443 HTTP/1.1", "CONNECT b:443 HTTP/1.1")]
    public async Task Target_without_a_path_stays(string line, string expected)
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        var route = new RouteOptions { Upstream = "default", Rewrite = new RewriteOptions { Path = "/x/{rest}{path}", Host = "internal" } };
        await using var proxy = await ProxyFixture.StartAsync(
            Options(origin.Address) with { Routes = [route], Requests = new RequestOptions { ForwardConnect = true } });
        Assert.That((await (await proxy.ConnectAsync()).AskAsync($"{line}\r\nHost: b:443\r\n\r\n")).Status, Is.EqualTo(403));
        Assert.That(origin.Requests[0].StartLine, Is.EqualTo(expected));
        Assert.That(origin.Requests[0].Field("Host"), Is.EqualTo("internal"));
    }

    [Test]
    public async Task Target_is_the_same_on_every_try_and_bodies_go_along()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = InTurn(Options(ScriptedOrigin.Refusing(), origin.Address)) with
        {
            Routes = [new RouteOptions { Upstream = "default", Path = "/v1/*", Rewrite = new RewriteOptions { Path = "/{rest}" } }],
        };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 4; i++)
        {
            var answer = await client.AskAsync($"PUT /v1/%61/{i}?q HTTP/1.0\r\nConnection: keep-alive\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            Assert.That(answer.Text, Is.EqualTo("hello"));
            Assert.That(origin.Requests[i].StartLine, Is.EqualTo($"PUT /%61/{i}?q HTTP/1.1"));
            Assert.That(origin.Requests[i].Text, Is.EqualTo("hello"));
        }

        Assert.That(proxy.Statistics.Retries, Is.Positive);
    }

    [Test]
    public async Task Target_as_large_as_the_limits_allow_is_rewritten()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with
        {
            Routes = [new RouteOptions { Upstream = "default", Path = "/v1/*", Rewrite = new RewriteOptions { Path = "/a/{rest}" } }],
            Limits = new LimitOptions { MaxStartLineBytes = 16 * 1024, MaxHeaderBytes = 32 * 1024 },
        };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        var rest = new string('"', 16_000);
        Assert.That((await client.AskAsync($"GET /v1/{rest} HTTP/1.1\r\nHost: a\r\nX: {new string('x', 32_000)}\r\n\r\n")).Status, Is.EqualTo(200));
        Assert.That(origin.Requests[0].StartLine, Is.EqualTo($"GET /a/{rest.Replace("\"", "%22", StringComparison.Ordinal)} HTTP/1.1"));
    }

    [Test]
    public async Task Pipelined_requests_have_each_their_own()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with
        {
            Routes = [new RouteOptions { Upstream = "default", Path = "/v1/*", Rewrite = new RewriteOptions { StripPrefix = "/v1" } }],
        };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        string[] targets = ["/v1/%61/b", "/v1/c", "/v1/../v1/d%2e", "/v1"];
        await client.SendAsync(string.Concat(targets.Select(target => $"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n")));
        foreach (var target in targets)
        {
            Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"), target);
        }

        Assert.That(
            origin.Requests.Select(request => request.StartLine.Split(' ')[1]), Is.EqualTo(new[] { "/%61/b", "/c", "/d%2e", "/" }));
    }

    private async Task<(WireMessage Answer, WireMessage? Request)> ForwardAsync(RouteOptions route, string target, string fields = "")
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Routes = [route with { Upstream = "default" }] });
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync($"GET {target} HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
        if (answer.Status == 400)
        {
            // Counted once the answer is on its way.
            await proxy.UntilAsync(now => now.Errors.GetValueOrDefault(ProxyError.PathAmbiguous) == 1, "the refusal is counted");
        }

        return (answer, origin.Requests.SingleOrDefault());
    }
}
