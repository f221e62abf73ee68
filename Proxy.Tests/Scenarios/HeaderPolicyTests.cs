using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Changes to the fields of requests and responses, over the wire.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class HeaderPolicyTests(TransportKind kind) : Scenario(kind)
{
    [Test]
    public async Task Fields_of_a_request_are_taken_off_set_appended_to_and_added()
    {
        var policy = new HeaderPolicyOptions
        {
            Remove = ["Cookie", "X-Internal-*"],
            Set = [new("X-Client", "{client.address} {method} {scheme}"), new("User-Agent", "proxy"), new("X-None", "{header.X-Missing}")],
            Append = [new("Accept", "text/plain"), new("X-Tags", "{host}"), new("X-More", "{header.X-Missing}")],
            Add = [new("X-Tags", "beside {query.v}"), new("X-Id", "{cookie.id}")],
        };
        var request = await ForwardAsync(
            policy,
            "GET /a?v=1%202 HTTP/1.1\r\nHost: Shop.example:8080\r\nCookie: a=b; id=7\r\nX-Internal-A: 1\r\nx_internal_b: 2\r\nuser-agent: curl\r\n"
            + "Accept: text/html\r\nX-Tags: one\r\nX_Tags: evil\r\nx-tags: two\r\nX-Kept: 3\r\nX-Client: evil\r\nX-More: same\r\n\r\n");
        Assert.Multiple(() =>
        {
            Assert.That(request.Head, Does.Not.Contain("evil").And.Not.Contain("nternal").And.Not.Contain("X-None").And.Not.Contain("curl"));
            Assert.That(request.Field("X-Client"), Is.EqualTo("127.0.0.1 GET http"));
            Assert.That(request.Field("User-Agent"), Is.EqualTo("proxy"));
            Assert.That(request.Field("Accept"), Is.EqualTo("text/html, text/plain"));
            Assert.That(request.Field("X-Tags"), Is.EqualTo("one, two, Shop.example|beside 1%202"));
            Assert.That(request.Field("X-More"), Is.EqualTo("same"));
            Assert.That(request.Field("X-Id"), Is.EqualTo("7"), "a variable sees what the client sent");
            Assert.That(request.Field("X-Kept"), Is.EqualTo("3"));
            Assert.That(request.Field("Cookie"), Is.Null);
        });
    }

    [Test]
    public async Task What_a_route_says_goes_after_what_holds_everywhere()
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nX-Kept: origin\r\nContent-Length: 0\r\n\r\n");
        var everywhere = new HeaderPolicyOptions { Set = [new("X-Set", "all"), new("X-Gone", "all"), new("X-Both", "all")], Append = [new("X-Kept", "all")] };
        var route = new HeaderPolicyOptions { Remove = ["X-Gone"], Set = [new("X-Set", "route")], Append = [new("X-Both", "route"), new("X-Kept", "route")] };
        var options = Options(origin.Address) with
        {
            RequestHeaders = everywhere,
            ResponseHeaders = everywhere,
            Routes = [new RouteOptions { Upstream = "default", RequestHeaders = route, ResponseHeaders = route }],
        };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var answer = await (await proxy.ConnectAsync()).AskAsync("GET / HTTP/1.1\r\nHost: a\r\nX-Kept: client\r\nX-Gone: client\r\n\r\n");
        Check(origin.Requests[0], "client");
        Check(answer, "origin");

        static void Check(WireMessage message, string sender) => Assert.Multiple(() =>
        {
            Assert.That(message.Field("X-Set"), Is.EqualTo("route"));
            Assert.That(message.Field("X-Gone"), Is.Null);
            Assert.That(message.Field("X-Both"), Is.EqualTo("all, route"));
            Assert.That(message.Field("X-Kept"), Is.EqualTo($"{sender}, all, route"), "every value once");
        });
    }

    [Test]
    public async Task Value_that_was_taken_off_is_not_brought_back_by_an_append()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with
        {
            RequestHeaders = new HeaderPolicyOptions { Remove = ["X-User"] },
            Routes =
            [
                new RouteOptions
                {
                    Upstream = "default",
                    RequestHeaders = new HeaderPolicyOptions
                    {
                        Remove = ["X-Roles"],
                        Append =
                        [
                            new("X-User", "guest"), new("X-Roles", "none"), new("X-Real-IP", "{client.address}"), new("X-Forwarded-Prefix", "/app"),
                            new("X-Named", "ours"),
                        ],
                    },
                },
            ],
        };
        await using var proxy = await ProxyFixture.StartAsync(options);
        await (await proxy.ConnectAsync()).AskAsync(
            "GET / HTTP/1.1\r\nHost: a\r\nX-User: evil\r\nX-Roles: evil\r\nX-Real-IP: 6.6.6.6\r\nX-Forwarded-Prefix: /evil\r\nX-Named: evil\r\n"
            + "Connection: X-Named\r\n\r\n");
        var request = origin.Requests[0];
        Assert.Multiple(() =>
        {
            Assert.That(request.Head, Does.Not.Contain("evil").And.Not.Contain("6.6.6.6"));
            Assert.That(request.Field("X-User"), Is.EqualTo("guest"));
            Assert.That(request.Field("X-Roles"), Is.EqualTo("none"));
            Assert.That(request.Field("X-Real-IP"), Is.EqualTo("127.0.0.1"));
            Assert.That(request.Field("X-Forwarded-Prefix"), Is.EqualTo("/app"));
            Assert.That(request.Field("X-Named"), Is.EqualTo("ours"));
        });
    }

    [Test]
    public async Task Values_far_larger_than_a_block_of_buffer_are_written()
    {
        using var origin = ScriptedOrigin.Answering($"HTTP/1.1 200 OK\r\nX-Big: {new string('r', 30_000)}\r\nContent-Length: 5\r\n\r\nhello");
        HeaderValueOptions[] requests = [.. Enumerable.Range(0, 5).Select(i => new HeaderValueOptions($"X-{i}", "{header.X-Big}"))];
        HeaderValueOptions[] responses = [.. Enumerable.Range(0, 5).Select(i => new HeaderValueOptions($"X-{i}", "{response.header.X-Big}"))];
        var options = Options(origin.Address) with
        {
            RequestHeaders = new HeaderPolicyOptions { Set = requests, Append = [new("X-Big", "1"), new("x-big", "2")] },
            ResponseHeaders = new HeaderPolicyOptions { Set = responses },
        };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            var answer = await client.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\nX-Big: {new string('q', 30_000)}\r\n\r\n");
            Assert.That(answer.Text, Is.EqualTo("hello"));
            Assert.That(answer.Field("X-4"), Is.EqualTo(new string('r', 30_000)));
            Assert.That(origin.Requests[i].Field("X-4"), Is.EqualTo(new string('q', 30_000)));
            Assert.That(origin.Requests[i].Field("X-Big"), Is.EqualTo(new string('q', 30_000) + ", 1, 2"));
        }
    }

    [Test]
    public async Task Fields_of_a_response_are_changed()
    {
        using var origin = ScriptedOrigin.Answering(
            "HTTP/1.1 201 Made\r\nServer: secret\r\nX-Debug: 1\r\nX_Debug: 2\r\nVary: A\r\nSet-Cookie: a=1\r\nContent-Type: text/css\r\nContent-Length: 5\r\n\r\nhello");
        var policy = new HeaderPolicyOptions
        {
            Remove = ["X-Debug"],
            Set = [new("Server", "ours"), new("X-Status", "{status} {reason}"), new("X-Type", "{response.header.content-type}"), new("X-Agent", "{header.User-Agent}")],
            Append = [new("Vary", "B")],
            Add = [new("Set-Cookie", "b={route}")],
        };
        await using var proxy = await StartAsync(origin, new RouteOptions { Upstream = "default", Name = "r1", ResponseHeaders = policy });
        var answer = await (await proxy.ConnectAsync()).AskAsync("GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: me\r\n\r\n");
        Assert.Multiple(() =>
        {
            Assert.That(answer.StartLine, Is.EqualTo("HTTP/1.1 201 Made"));
            Assert.That(answer.Text, Is.EqualTo("hello"));
            Assert.That(answer.Head, Does.Not.Contain("ebug").And.Not.Contain("secret"));
            Assert.That(answer.Field("Server"), Is.EqualTo("ours"));
            Assert.That(answer.Field("X-Status"), Is.EqualTo("201 Created"));
            Assert.That(answer.Field("X-Type"), Is.EqualTo("text/css"));
            Assert.That(answer.Field("X-Agent"), Is.EqualTo("me"));
            Assert.That(answer.Field("Vary"), Is.EqualTo("A, B"));
            Assert.That(answer.Field("Set-Cookie"), Is.EqualTo("a=1|b=r1"));
        });
    }

    [Test]
    public async Task Field_that_is_taken_off_by_default_comes_not_back_by_an_append()
    {
        using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nServer: secret\r\nX-Powered-By: secret\r\nContent-Length: 0\r\n\r\n");
        var policy = new HeaderPolicyOptions { Append = [new("Server", "ours"), new("X-Powered-By", "us")] };
        await using var proxy = await StartAsync(origin, new RouteOptions { Upstream = "default", ResponseHeaders = policy });
        var answer = await (await proxy.ConnectAsync()).GetAsync();
        Assert.That((answer.Field("Server"), answer.Field("X-Powered-By")), Is.EqualTo(("ours", "us")));
    }

    [Test]
    public async Task Heads_that_open_a_tunnel_are_changed_too()
    {
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\nX-Debug: 1\r\n\r\n");
            await connection.SendAsync(await connection.ReadSomeAsync());
            await connection.ReadToEndAsync();
        });
        var route = new RouteOptions
        {
            Upstream = "default",
            RequestHeaders = new HeaderPolicyOptions { Set = [new("X-Client", "{client.address}")] },
            ResponseHeaders = new HeaderPolicyOptions { Remove = ["X-Debug"], Set = [new("X-Status", "{status}")] },
        };
        await using var proxy = await StartAsync(origin, route);
        var client = await proxy.ConnectAsync();
        var answer = await client.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: echo/1\r\nConnection: Upgrade\r\n\r\n");
        Assert.That(answer.Head, Is.EqualTo("HTTP/1.1 101 Switching Protocols\r\nX-Status: 101\r\nConnection: Upgrade\r\nUpgrade: echo/1\r\n\r\n"));
        Assert.That(origin.Requests[0].Field("X-Client"), Is.EqualTo("127.0.0.1"));
        await client.SendAsync("ping");
        Assert.That(await client.ReadExactlyAsync(4), Is.EqualTo("ping"u8.ToArray()));
        client.ShutdownSend();
        await client.ExpectEndAsync();
    }

    [Test]
    public async Task Every_try_has_its_own_values()
    {
        var refusing = ScriptedOrigin.Refusing();
        using var origin = ScriptedOrigin.Answering();
        var policy = new HeaderPolicyOptions { Set = [new("X-Endpoint", "{upstream} {endpoint}")] };
        var options = InTurn(Options(refusing, origin.Address)) with { RequestHeaders = policy };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 4; i++)
        {
            Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"));
            Assert.That(origin.Requests[i].Field("X-Endpoint"), Is.EqualTo($"default {origin.Address}"));
        }

        Assert.That(proxy.Statistics.Retries, Is.Positive);
    }

    [Test]
    public async Task Variables_of_the_connection_are_those_of_whoever_accepted_it()
    {
        using var origin = ScriptedOrigin.Answering();
        var policy = new HeaderPolicyOptions { Set = [new("X-Tls", "{scheme} {tls.version} {tls.cipher}")] };
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { RequestHeaders = policy });
        var pipe = proxy.OpenPipe(new ConnectionInfo { Scheme = "https", TlsVersion = "TLSv1.3", TlsCipher = "TLS_AES_128_GCM_SHA256" });
        await pipe.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.That(await pipe.ReadUntilAsync("hello"), Does.StartWith("HTTP/1.1 200"));
        Assert.That(origin.Requests[0].Field("X-Tls"), Is.EqualTo("https TLSv1.3 TLS_AES_128_GCM_SHA256"));
    }

    [Test]
    public async Task Nothing_is_said_of_a_response_that_did_not_come_whole()
    {
        // The first answer leaves its bytes in the exchange; those of the second stop in the middle of the field that is asked for.
        using var origin = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nX-Secret: for the first alone\r\nContent-Length: 0\r\n\r\n");
            await connection.NextAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nX-Secret: another text of it\r\nContent-Le");
        });
        var policy = new HeaderPolicyOptions { Set = [new("X-Shown", "{response.header.X-Secret}")] };
        await using var proxy = await ProxyFixture.StartAsync(Options(origin.Address) with { ResponseHeaders = policy });
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Field("X-Shown"), Is.EqualTo("for the first alone"));
        var answer = await (await proxy.ConnectAsync()).GetAsync();
        Assert.That((answer.Status, answer.Field("X-Shown")), Is.EqualTo((502, (string?)null)));
    }

    private Task<ProxyFixture> StartAsync(ScriptedOrigin origin, RouteOptions route) =>
        ProxyFixture.StartAsync(Options(origin.Address) with { Routes = [route] });

    private async Task<WireMessage> ForwardAsync(HeaderPolicyOptions policy, string request)
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin, new RouteOptions { Upstream = "default", RequestHeaders = policy });
        Assert.That((await (await proxy.ConnectAsync()).AskAsync(request)).Status, Is.EqualTo(200));
        return origin.Requests[0];
    }
}
