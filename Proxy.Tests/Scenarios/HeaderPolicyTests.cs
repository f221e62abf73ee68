using NUnit.Framework;
using Proxy.Core.Configuration;
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
