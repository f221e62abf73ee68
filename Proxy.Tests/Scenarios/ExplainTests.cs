using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Core.Explaining;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>What is explained is what happens, byte for byte: the same request is explained and sent.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed partial class ExplainTests(TransportKind kind) : Scenario(kind)
{
    private static readonly HeaderPolicyOptions Policy = new()
    {
        Remove = ["X-Internal-*", "Accept-Language"],
        Set = [new("X-Client", "{client.address}"), new("X-Path", "{path}?{query}"), new("X-None", "{header.Nobody}"), new("User-Agent", "one")],
        Append = [new("X-Trace", "edge")],
        Add = [new("X-Trace", "{method}-{host}")],
    };

    private static readonly HeaderPolicyOptions PolicyOfRoute = new()
    {
        Set = [new("X-Route", "{route}/{upstream}")],
        Append = [new("X-Client", "+")],
    };

    // In a field: what the proxy under test calls itself in Via.
    private const string Myself = "(myself)";

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("plain", new() { Url = "http://shop.example.org/" });
        yield return Case("query and port", new() { Url = "http://shop.example.org:8080/a/b?c=d&e" });
        yield return Case("port that goes without saying", new() { Url = "http://shop.example.org:80" });
        yield return Case("letters that are no ASCII", new() { Url = "http://shop.example.org/käse?ü" });
        yield return Case("dots", new() { Url = "http://a/x/../y//z/%2e%2e/w" }, Route(new() { Path = "/y/*" }));
        yield return Case(
            "hop by hop",
            new() { Url = "http://a/", Headers = ["Connection: close, X-A", "X-A: 1", "Keep-Alive: 5", "TE: trailers", "Proxy-Connection: x"] });
        yield return Case("claims", new()
        {
            Url = "http://a/",
            Headers = ["X-Forwarded-For: 6.6.6.6", "x-forwarded-for: 7.7.7.7", "Forwarded: for=6.6.6.6", "X-Real-IP: 1", "X_Real_IP: 1", "X-Forwarded-Abc: 1"],
        });
        yield return Case("via and a strange spelling", new() { Url = "http://a/", Headers = ["Via: 1.0 other", "x-Odd:   space  ", "X-Odd:none"] });
        yield return Case(
            "body",
            new() { Method = "POST", Url = "http://a/", Headers = ["Content-Length: 5", "Expect: 100-continue"] },
            body: "hello");
        yield return Case(
            "chunked body",
            new() { Method = "PUT", Url = "http://a/", Headers = ["Transfer-Encoding: chunked", "Trailer: X-Sum"] },
            body: "5\r\nhello\r\n0\r\n\r\n");
        yield return Case(
            "upgrade",
            new() { Url = "http://a/chat", Headers = ["Connection: Upgrade", "Upgrade: h2c, websocket", "Sec-WebSocket-Version: 13"] });
        yield return Case("lost upgrade", new() { Url = "http://a/chat", Headers = ["Upgrade: websocket"] });
        yield return Case("max-forwards", new() { Method = "OPTIONS", Url = "*", Headers = ["Host: a", "Max-Forwards: 3"] });
        yield return Case("own method", new() { Method = "PURGE", Url = "http://a/x" });
        yield return Case("host given", new() { Url = "http://a/x", Headers = ["Host: b:81"] });
        yield return Case(
            "underscores",
            new() { Url = "http://a/x", Headers = ["X_A: 1", "X-A: 2"] },
            options => options with { Requests = new() { UnderscoreNames = UnderscoreNames.Drop } });
        yield return Case(
            "strip prefix",
            new() { Url = "http://a/v1/users/7?x=1" },
            Route(new() { Path = "/v1/*", Rewrite = new() { StripPrefix = "/v1" } }));
        yield return Case("add prefix", new() { Url = "http://a/./v1/users/7%20" }, Route(new() { Rewrite = new() { AddPrefix = "/api" } }));
        yield return Case("path and host", new() { Url = "http://a/u/7/x/y%2Fz?q" }, Route(
            new() { Path = "/u/{id}/*", Rewrite = new() { Path = "/files/{rest}?user={id}", Host = "{id}.internal" } },
            options => options with { Requests = new() { AllowAmbiguousPaths = true } }));
        yield return Case(
            "policies",
            new() { Url = "http://a/x?y", Headers = ["X-Internal-Key: 1", "X-Trace: a", "X-Trace: b", "Accept-Language: de", "User-Agent: two"] },
            options => options with { RequestHeaders = Policy, Routes = [options.Routes[0] with { Name = "r", RequestHeaders = PolicyOfRoute }] });
        foreach (var further in Identities().Concat(Traffic()).Concat(Answered()))
        {
            yield return further;
        }
    }

    private static IEnumerable<TestCaseData> Identities()
    {
        string[] claims = ["X-Forwarded-For: 6.6.6.6, 127.0.0.9", "X-Forwarded-Host: shop", "X-Forwarded-Proto: https", "X-Real-IP: 6.6.6.6", "X-Request-Id: a-1"];
        foreach (var mode in Enum.GetValues<IdentityFieldMode>())
        {
            foreach (var (trusted, id) in new[] { ("127.0.0.0/8", RequestIdMode.Pass), ("10.0.0.0/8", RequestIdMode.Pass), ("127.0.0.1", RequestIdMode.Make) })
            {
                yield return Case($"identity, {mode}, {trusted}, {id}", new() { Url = "http://a/", Headers = claims }, options => options with
                {
                    TrustedProxies = [trusted],
                    Identity = new() { XForwarded = mode, Forwarded = mode, RequestId = id },
                    RequestHeaders = new() { Set = [new("X-Seen", "{client.address} {scheme} {host}")] },
                });
            }
        }

        yield return Case("no via", new() { Url = "http://a/" }, options => options with { Identity = new() { Via = null } });
        yield return Case("another proxy's via", new() { Url = "http://a/", Headers = ["Via: 1.1 proxy-00000000"] });
        yield return Case("loop", new() { Url = "http://a/", Headers = ["Via: 1.1 other, 1.1 (myself)"] });
        yield return Case(
            "identifier told to the client",
            new() { Url = "http://b/" },
            Route(new() { Hosts = ["a"] }, options => options with { Identity = new() { RequestId = RequestIdMode.Make, ReturnRequestId = true } }));
        yield return Case("identifier told to the client, policy", new() { Url = "http://b/" }, Route(
            new() { Hosts = ["a"] },
            options => options with
            {
                Identity = new() { RequestId = RequestIdMode.Make, ReturnRequestId = true },
                ResponseHeaders = new() { Set = [new("X-P", "{host}")] },
            }));
    }

    private static IEnumerable<TestCaseData> Traffic()
    {
        yield return Case("split", new() { Url = "http://a/x" }, options => options with
        {
            Routes = [new() { Split = new() { Upstreams = [new("default", 3), new("none", 0)] }, RequestHeaders = new() { Set = [new("X-U", "{upstream}")] } }],
            Upstreams = [.. options.Upstreams, new() { Name = "none", Endpoints = ["127.0.0.1:1"] }],
        });
        yield return Case(
            "buffered body",
            new() { Method = "POST", Url = "http://a/", Headers = ["Content-Length: 5", "Expect: 100-continue"] },
            Route(new() { Buffering = new() { Request = 1024, Response = 1024 } }),
            body: "hello");
        yield return Case(
            "too large for the route",
            new() { Method = "POST", Url = "http://a/", Headers = ["Content-Length: 11"] },
            Route(new() { MaxRequestBodyBytes = 10 }));
        yield return Case(
            "large enough for the route",
            new() { Method = "POST", Url = "http://a/", Headers = ["Content-Length: 5"] },
            Route(new() { MaxRequestBodyBytes = 5 }, options => options with { Limits = new() { MaxRequestBodyBytes = 1 } }),
            body: "hello");
        yield return Case(
            "path that may not be sent",
            new() { Url = "http://a/", Headers = ["X-To: ../admin"] },
            Route(new() { Rewrite = new() { Path = "/x/{header.X-To}" } }));
        yield return Case(
            "host that is none",
            new() { Url = "http://a/", Headers = ["X-To: a b"] },
            Route(new() { Rewrite = new() { Host = "{header.X-To}" } }));
    }

    private static IEnumerable<TestCaseData> Answered()
    {
        var respond = new RespondOptions { Status = 201, Headers = [new("X-Id", "{id}")], Body = "made {status} {reason}\n"u8.ToArray() };
        var pages = new ErrorPageOptions[] { new() { Status = "4xx", Body = "<p>{status}"u8.ToArray() } };
        yield return Case(
            "redirect",
            new() { Url = "http://a/old/x%20y?q=1" },
            Route(new() { Path = "/old/*", Redirect = new() { To = "https://{host}/new/{rest}#top", Status = 308 } }));
        yield return Case("respond", new() { Url = "http://a/x/7" }, Route(new() { Path = "/x/{id}", Respond = respond }));
        yield return Case("respond, policy", new() { Method = "DELETE", Url = "http://a/x/7", Headers = ["Connection: close"] }, Route(
            new() { Path = "/x/{id}", Respond = respond, ResponseHeaders = new() { Set = [new("X-Status", "{status}")], Remove = ["X-Id"] } }));
        yield return Case("no route", new() { Url = "http://b/" }, Route(new() { Hosts = ["a"] }));
        yield return Case(
            "no route, page",
            new() { Url = "http://b/" },
            Route(new() { Hosts = ["a"] }, options => options with { ErrorPages = pages }));
        yield return Case(
            "no route, policy",
            new() { Url = "http://b/" },
            Route(new() { Hosts = ["a"] }, options => options with { ResponseHeaders = new() { Set = [new("X-P", "{host}")] } }));
        yield return Case("ambiguous path", new() { Url = "http://a/x/..%2fy" }, Route(new() { Path = "/x/*" }));
        yield return Case("method that is not forwarded", new() { Method = "TRACE", Url = "http://a/" });
        yield return Case("connect", new() { Method = "CONNECT", Url = "a:443", Headers = ["Host: a:443"] });
        yield return Case("expectation", new() { Url = "http://a/", Headers = ["Expect: wonders"] });
        yield return Case(
            "underscores refused",
            new() { Url = "http://a/x", Headers = ["X_A: 1"] },
            options => options with { Requests = new() { UnderscoreNames = UnderscoreNames.Refuse } });
        yield return Case(
            "too large",
            new() { Method = "POST", Url = "http://a/", Headers = ["Content-Length: 11"] },
            options => options with { Limits = new() { MaxRequestBodyBytes = 10 } });
        yield return Case("options answered here", new() { Method = "OPTIONS", Url = "http://a/", Headers = ["Max-Forwards: 0"] });
        yield return Case(
            "trace answered here",
            new() { Method = "TRACE", Url = "http://a/x", Headers = ["Max-Forwards: 0", "Cookie: secret"] },
            options => options with { Requests = new() { ForwardTrace = true } });
        yield return Case("fault", new() { Url = "/x" });
        yield return Case("fault, page and policy", new() { Url = "http://a/ b" }, options =>
            options with { ErrorPages = pages, ResponseHeaders = new() { Set = [new("X-P", "{host}"), new("X-Q", "q")] } });
        yield return Case(
            "fields too many",
            new() { Url = "http://a/", Headers = ["A: 1", "B: 2"] },
            options => options with { Limits = new() { MaxFields = 2 } });
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Explained_is_what_happens(Func<ProxyOptions, ProxyOptions> change, ExplainRequest request, string body)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await ProxyFixture.StartAsync(change(Options(origin.Address)));
        string[] headers = [.. request.Headers.Select(line => line.Replace(Myself, $"proxy-{proxy.Server.Instance.Id}", StringComparison.Ordinal))];
        var explanation = ProxyExplainer.Explain(proxy.Server.Options, request with { Headers = headers }, clock: null, proxy.Server.Instance);
        var client = await proxy.ConnectAsync();
        await client.SendAsync(explanation.Request.Head + body);
        var response = await client.ReadResponseAsync();
        if (explanation.ToOrigin is { } sent)
        {
            Assert.That(WithoutId(origin.Requests.Single().Head), Is.EqualTo(WithoutId(sent.Head)));
            return;
        }

        Assert.Multiple(() =>
        {
            Assert.That(origin.Accepted, Is.Zero);
            Assert.That(WithoutDate(WithoutId(response.Head)), Is.EqualTo(WithoutDate(WithoutId(explanation.Answer!.Head))));
            Assert.That(response.Status, Is.EqualTo(explanation.Outcome.Status));
            Assert.That(response.Body, Has.Length.EqualTo(explanation.Answer.BodyBytes));
        });
    }

    [Test]
    public async Task Explained_is_what_happens_to_a_connection_that_somebody_else_accepted()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with { Listeners = [], RequestHeaders = new() { Set = [new("X-Seen", "{scheme} {client.address}")] } };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var request = new ExplainRequest { Url = "https://a/x", From = IPAddress.Parse("203.0.113.9") };
        var explanation = ProxyExplainer.Explain(options, request, clock: null, proxy.Server.Instance);
        var pipe = proxy.OpenPipe(new ConnectionInfo { RemoteEndPoint = new IPEndPoint(IPAddress.Parse("203.0.113.9"), 4711), Scheme = "https" });
        await pipe.SendAsync(explanation.Request.Head);
        await pipe.ReadUntilAsync("hello");
        Assert.That(origin.Requests.Single().Head, Is.EqualTo(explanation.ToOrigin!.Head).And.Contains("X-Seen: https 203.0.113.9"));
    }

    private static TestCaseData Case(string name, ExplainRequest request, Func<ProxyOptions, ProxyOptions>? change = null, string body = "") =>
        new TestCaseData(change ?? (options => options), request, body).SetArgDisplayNames(name);

    private static Func<ProxyOptions, ProxyOptions> Route(RouteOptions route, Func<ProxyOptions, ProxyOptions>? change = null) => options =>
    {
        options = options with { Routes = [route with { Upstream = route.Redirect is null && route.Respond is null && route.Split is null ? "default" : "" }] };
        return change is null ? options : change(options);
    };

    [Test]
    public async Task Explained_turn_of_a_response_is_what_happens()
    {
        const string before = "Location: http://app.internal/x/y\r\nSet-Cookie: c=1; Domain=app.internal\r\nSet-Cookie: c=1; Path=/app\r\n";
        using var origin = ScriptedOrigin.Answering($"HTTP/1.1 302 Found\r\n{before}Content-Length: 0\r\n\r\n");
        var rewrite = new ResponseRewriteOptions
        {
            CookieDomains = new Dictionary<string, string> { ["app.internal"] = "" },
            CookiePaths = new Dictionary<string, string> { ["/app"] = "/v1" },
        };
        var change = Route(new() { Path = "/v1/*", Rewrite = new() { StripPrefix = "/v1", Host = "app.internal" }, RewriteResponse = rewrite });
        await using var proxy = await ProxyFixture.StartAsync(change(Options(origin.Address)));
        var explanation = ProxyExplainer.Explain(proxy.Server.Options, new() { Url = "http://shop:8080/v1/x/y?q" });
        var changes = explanation.ResponseChanges.Where(each => each.Kind == FieldChangeKind.Changed).ToArray();
        var client = await proxy.ConnectAsync();
        await client.SendAsync(explanation.Request.Head);
        var response = await client.ReadResponseAsync();
        Assert.That(changes.Select(each => $"{each.Name}: {each.Before}"), Is.SupersetOf(before.TrimEnd().Split("\r\n")));
        var after = changes.Where(each => before.Contains(each.Before!, StringComparison.Ordinal)).Select(each => $"{each.Name}: {each.After}");
        Assert.That(response.Head.Split("\r\n"), Is.SupersetOf(after));
        Assert.That(after, Is.EqualTo(new[] { "Location: http://shop:8080/v1/x/y", "Set-Cookie: c=1", "Set-Cookie: c=1; Path=/v1" }));
    }

    [Test]
    public async Task Sticky_value_leads_where_it_is_explained_to()
    {
        using var one = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
        using var other = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother");
        await using var proxy = await ProxyFixture.StartAsync(Options(one.Address) with
        {
            Routes = [new() { Split = new() { Upstreams = [new("one", 1), new("other", 2)], StickyBy = "{query.user}" } }],
            Upstreams = [new() { Name = "one", Endpoints = [one.Address] }, new() { Name = "other", Endpoints = [other.Address] }],
        });
        var client = await proxy.ConnectAsync();
        var met = new HashSet<string>();
        for (var user = 0; user < 32; user++)
        {
            var explanation = ProxyExplainer.Explain(proxy.Server.Options, new() { Url = $"http://a/?user={user}" });
            Assert.That(explanation.Split!.IsByChance, Is.False);
            Assert.That((await client.AskAsync(explanation.Request.Head)).Text, Is.EqualTo(explanation.Upstream!.Name));
            met.Add(explanation.Upstream.Name);
        }

        Assert.That(met, Has.Count.EqualTo(2));
    }

    // One that was made is another for each request.
    private static string WithoutId(string head) => MadeId().Replace(head, "X-Request-Id: made");

    [GeneratedRegex("X-Request-Id: [0-9a-f]{32}")]
    private static partial Regex MadeId();

    private static string WithoutDate(string head)
    {
        var text = new StringBuilder();
        foreach (var line in head.Split("\r\n").Where(line => !line.StartsWith("Date: ", StringComparison.Ordinal)))
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }
}
