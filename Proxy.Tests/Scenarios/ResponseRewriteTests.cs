using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>What responses say of the inside, turned into what the client knows.</summary>
[TestFixture]
public sealed class ResponseRewriteTests() : Scenario(TransportKind.Epoll)
{
    // ORIGIN stands for the endpoint's address, PORT for its port.
    [TestCase("Location: http://ORIGIN/a?b#c", "Location: http://shop.example:81/a?b#c")]
    [TestCase("location: HTTP://ORIGIN", "location: http://shop.example:81")]
    [TestCase("Location: //ORIGIN/a", "Location: //shop.example:81/a")]
    [TestCase("Location: http://localhost:PORT/a", "Location: http://shop.example:81/a")]
    [TestCase("Location: http://[::ffff:127.0.0.1]:PORT/a", "Location: http://shop.example:81/a")]
    [TestCase("Location: https://ORIGIN\\a", "Location: http://shop.example:81\\a")]
    [TestCase("Content-Location: http://ORIGIN/a", "Content-Location: http://shop.example:81/a")]
    [TestCase("Refresh: 5; url=http://ORIGIN/a", "Refresh: 5; url=http://shop.example:81/a")]
    [TestCase("Refresh: 5;URL='http://ORIGIN/a'", "Refresh: 5;URL='http://shop.example:81/a'")]
    [TestCase("Refresh: 0, http://ORIGIN/a", "Refresh: 0, http://shop.example:81/a")]
    [TestCase("Refresh: 5", "Refresh: 5")]
    [TestCase("Refresh: 5; url =  \"http://ORIGIN/a\"", "Refresh: 5; url =  \"http://shop.example:81/a\"")]
    [TestCase("Location: http://127.0.0.1/a", "Location: http://127.0.0.1/a", TestName = "another port")]
    [TestCase("Location: http://ORIGIN.evil.example/a", "Location: http://ORIGIN.evil.example/a")]
    [TestCase("Location: http://user@ORIGIN/a", "Location: http://user@ORIGIN/a")]
    [TestCase("Location: http://example.org/?to=http://ORIGIN/", "Location: http://example.org/?to=http://ORIGIN/")]
    [TestCase("Location: http://shop.example:81/a", "Location: http://shop.example:81/a")]
    [TestCase("Location: /a", "Location: /a")]
    [TestCase("Location:", "Location: ")]
    [TestCase("Location: ftp://ORIGIN/a", "Location: ftp://ORIGIN/a")]
    [TestCase("Set-Cookie: a=b; Domain=ORIGIN", "Set-Cookie: a=b; Domain=ORIGIN")]
    public async Task Endpoints_addresses_are_hidden_by_default(string field, string expected) =>
        Assert.That(await AnswerAsync(new(), field), Is.EqualTo(expected));

    [TestCase("Location: http://app.internal/a", "Location: https://shop.example/a")]
    [TestCase("Location: http://APP.internal:99/a", "Location: https://shop.example/a")]
    [TestCase("Location: http://db.internal:5/a", "Location: https://shop.example/a")]
    [TestCase("Location: http://db.internal/a", "Location: http://db.internal/a")]
    [TestCase("Location: http://a:81/a", "Location: https://shop.example/a", TestName = "the host that was asked")]
    [TestCase("Location: http://a/a", "Location: http://a/a", TestName = "the same host at another port")]
    public async Task Other_hosts_can_be_named(string field, string expected)
    {
        var rewrite = new ResponseRewriteOptions { Location = LocationRewrite.Host, InternalHosts = ["app.internal", "db.internal:5"] };
        Assert.That(await AnswerAsync(rewrite, field, "Host: a:81\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: shop.example\r\n"), Is.EqualTo(expected));
    }

    [Test]
    public async Task Rewriting_can_be_switched_off() =>
        Assert.That(await AnswerAsync(new() { Location = LocationRewrite.Off }, "Location: http://ORIGIN/a"), Is.EqualTo("Location: http://ORIGIN/a"));

    [TestCase("http://ORIGIN/a", "/a")]
    [TestCase("http://ORIGIN", "/")]
    [TestCase("http://ORIGIN?q", "/?q")]
    [TestCase("http://ORIGIN//evil.example", "/.//evil.example")]
    [TestCase("http://ORIGIN/\\evil.example", "/./\\evil.example")]
    [TestCase("http://ORIGIN\\evil.example", "/.\\evil.example")]
    public async Task A_client_that_named_no_host_gets_a_path(string location, string expected)
    {
        using var origin = ScriptedOrigin.Start(connection => AnswerOnceAsync(connection, $"Location: {location}"));
        await using var proxy = await StartAsync(origin);
        var answer = await (await proxy.ConnectAsync()).AskAsync("GET / HTTP/1.0\r\n\r\n");
        Assert.That(answer.Field("Location"), Is.EqualTo(expected));
    }

    [TestCase("a=b", "a=b")]
    [TestCase("a=b; Domain=app.internal; Path=/app; Secure", "a=b; Domain=shop.example; Path=/; Secure")]
    [TestCase("a=b;domain = .APP.internal ;PATH=/app/x/y", "a=b;domain =shop.example;PATH=/x/y")]
    [TestCase("a=b; Domain=x.app.internal; Path=/application", "a=b; Domain=x.app.internal; Path=/application")]
    [TestCase("a=b; Domain=host.internal; HttpOnly", "a=b; HttpOnly")]
    [TestCase("a=Domain=app.internal; Path=/app/", "a=Domain=app.internal; Path=/")]
    [TestCase("a=b; Path=/app/long/x; Path=/deep", "a=b; Path=/l/x; Path=/much/deeper")]
    [TestCase("a=b; Domain; Path; =; ;", "a=b; Domain; Path; =; ;")]
    public async Task Cookies_get_the_domain_and_path_that_clients_know(string cookie, string expected)
    {
        var rewrite = new ResponseRewriteOptions
        {
            CookieDomains = new Dictionary<string, string> { [".app.internal"] = "shop.example", ["host.internal"] = "" },
            CookiePaths = new Dictionary<string, string> { ["/app"] = "/", ["/app/long"] = "/l", ["/deep"] = "/much/deeper" },
        };
        Assert.That(await AnswerAsync(rewrite, $"Set-Cookie: {cookie}\r\nA: b\r\nSet-Cookie: c=d"), Is.EqualTo($"A: b|Set-Cookie: {expected}|Set-Cookie: c=d"));
    }

    [Test]
    public async Task What_would_grow_past_all_bounds_passes_as_it_is()
    {
        var rewrite = new ResponseRewriteOptions { CookieDomains = new Dictionary<string, string> { ["a"] = new string('b', 60) + ".example" } };
        var cookie = "Set-Cookie: a=b" + string.Concat(Enumerable.Repeat("; Domain=a", 3000));
        Assert.That(await AnswerAsync(rewrite, cookie), Is.EqualTo(cookie));
    }

    [TestCase(LocationRewrite.Endpoint, "http://ORIGIN/inner/a", "http://shop.example:81/v1/a")]
    [TestCase(LocationRewrite.Endpoint, "http://ORIGIN/inner", "http://shop.example:81/v1")]
    [TestCase(LocationRewrite.Endpoint, "http://ORIGIN/inner?q", "http://shop.example:81/v1?q")]
    [TestCase(LocationRewrite.Endpoint, "http://ORIGIN/innermost", "http://shop.example:81/innermost")]
    [TestCase(LocationRewrite.Endpoint, "http://ORIGIN/v1/a", "http://shop.example:81/v1/a")]
    [TestCase(LocationRewrite.Endpoint, "http://app.internal/inner/a", "http://shop.example:81/v1/a")]
    [TestCase(LocationRewrite.Endpoint, "/inner/a", "/inner/a")]
    [TestCase(LocationRewrite.Host, "/inner/a", "/v1/a")]
    [TestCase(LocationRewrite.Host, "http://shop.example:81/inner/a", "http://shop.example:81/inner/a")]
    public async Task The_way_of_a_rewritten_request_is_gone_back(LocationRewrite mode, string location, string expected)
    {
        using var origin = ScriptedOrigin.Start(connection => AnswerOnceAsync(connection, $"Location: {location}"));
        var options = Options(origin.Address);
        var route = options.Routes[0] with
        {
            Rewrite = new RewriteOptions { StripPrefix = "/v1", AddPrefix = "/inner", Host = "app.internal" },
            RewriteResponse = new ResponseRewriteOptions { Location = mode },
        };
        await using var proxy = await ProxyFixture.StartAsync(options with { Routes = [route] });
        var answer = await (await proxy.ConnectAsync()).AskAsync("GET /v1/x HTTP/1.1\r\nHost: shop.example:81\r\n\r\n");
        Assert.That(origin.Requests[0].StartLine, Is.EqualTo("GET /inner/x HTTP/1.1"));
        Assert.That(answer.Field("Location"), Is.EqualTo(expected));
    }

    // Two slashes at its beginning make a host of what was a path (RFC 3986 §4.2), and a path of what was a host where something is put before them.
    [TestCase(null, "/inner", "/inner//evil.example/a", "/.//evil.example/a")]
    [TestCase(null, "/inner", "/inner/\\evil.example/a", "/./\\evil.example/a")]
    [TestCase(null, "/inner", "/inner//", "/.//")]
    [TestCase(null, "/inner", "/inner/", "/")]
    [TestCase("/v1", "/inner", "/inner//evil.example/a", "/v1//evil.example/a")]
    [TestCase("/v1", null, "//other.example/a", "//other.example/a")]
    [TestCase("/v1", null, "/\\other.example/a", "/\\other.example/a")]
    [TestCase("/v1", null, "//app.internal/a", "//shop.example:81/v1/a")]
    [TestCase("/v1", null, "/a", "/v1/a")]
    public async Task Going_back_neither_makes_hosts_of_paths_nor_paths_of_hosts(string? stripped, string? added, string location, string expected)
    {
        using var origin = ScriptedOrigin.Start(connection => AnswerOnceAsync(connection, $"Location: {location}"));
        var options = Options(origin.Address);
        var route = options.Routes[0] with
        {
            Rewrite = new RewriteOptions { StripPrefix = stripped, AddPrefix = added },
            RewriteResponse = new ResponseRewriteOptions { Location = LocationRewrite.Host, InternalHosts = ["app.internal"] },
        };
        await using var proxy = await ProxyFixture.StartAsync(options with { Routes = [route] });
        var answer = await (await proxy.ConnectAsync()).AskAsync("GET /v1/x HTTP/1.1\r\nHost: shop.example:81\r\n\r\n");
        Assert.That(answer.Field("Location"), Is.EqualTo(expected));
    }

    [Test]
    public async Task Names_of_endpoints_are_hidden_as_their_addresses_are()
    {
        using var origin = ScriptedOrigin.Start(connection => AnswerOnceAsync(connection, "Location: http://LOCALHOST.:PORT/a"));
        var port = origin.Address[(origin.Address.LastIndexOf(':') + 1)..];
        await using var proxy = await ProxyFixture.StartAsync(Options($"http://localhost:{port}"));
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Field("Location"), Is.EqualTo("http://a/a"));
    }

    [Test]
    public async Task Portraits_of_the_origin_can_be_kept()
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nServer: s\r\nX-Powered-By: p\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { Identity = new() { KeepServerHeader = true } });
        var answer = await (await proxy.ConnectAsync()).GetAsync();
        Assert.That((answer.Field("Server"), answer.Field("X-Powered-By")), Is.EqualTo(("s", "p")));
    }

    // The fields of the answer that were not the proxy's.
    private async Task<string> AnswerAsync(ResponseRewriteOptions rewrite, string fields, string request = "Host: shop.example:81\r\n")
    {
        using var origin = ScriptedOrigin.Start(connection => AnswerOnceAsync(connection, fields));
        var options = Options(origin.Address);
        options = options with { Routes = [options.Routes[0] with { RewriteResponse = rewrite }], TrustedProxies = ["127.0.0.1"] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var answer = await (await proxy.ConnectAsync()).AskAsync($"GET / HTTP/1.1\r\n{request}\r\n");
        var lines = answer.Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Where(line => !line.StartsWith("Content-Length", StringComparison.Ordinal) && !line.StartsWith("Date", StringComparison.Ordinal));
        return string.Join('|', lines).Replace(origin.Address["http://".Length..], "ORIGIN", StringComparison.Ordinal);
    }

    private static async Task AnswerOnceAsync(OriginConnection connection, string fields)
    {
        await connection.NextAsync();
        var local = connection.Socket.LocalEndPoint!.ToString()!;
        fields = fields.Replace("ORIGIN", local, StringComparison.Ordinal).Replace("PORT", local.Split(':')[1], StringComparison.Ordinal);
        await connection.SendAsync($"HTTP/1.1 302 Found\r\n{fields}\r\nContent-Length: 0\r\n\r\n");
        await connection.WaitForEndAsync();
    }
}
