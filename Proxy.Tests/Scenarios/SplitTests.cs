using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Requests of one route spread over several upstreams.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class SplitTests(TransportKind kind) : Scenario(kind)
{
    private const string Canary = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ncanary";

    [Test]
    public async Task Chance_sends_requests_to_both()
    {
        using var origins = new Origins();
        await using var proxy = await ProxyFixture.StartAsync(Split(origins, new() { Upstreams = [new("api", 1), new("canary", 1)] }));
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 64; i++)
        {
            await client.GetAsync();
        }

        // Fewer than 10 of 64: once in a thousand million times.
        Assert.That(origins.Api.Requests, Has.Count.InRange(10, 54));
        Assert.That(origins.Canary.Requests, Has.Count.EqualTo(64 - origins.Api.Requests.Count));
    }

    [Test]
    public async Task Key_keeps_to_its_upstream_on_every_connection_and_loop()
    {
        using var origins = new Origins();
        var options = Split(origins, new() { Upstreams = [new("api", 50), new("canary", 50)], StickyBy = "{cookie.user}" });
        await using var proxy = await ProxyFixture.StartAsync(options with { Transport = options.Transport with { Threads = 2 } });
        var clients = new[] { await proxy.ConnectAsync(), await proxy.ConnectAsync(), await proxy.ConnectAsync() };
        for (var user = 0; user < 20; user++)
        {
            var answers = new HashSet<string>();
            foreach (var client in clients)
            {
                answers.Add((await client.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\nCookie: x=1; user=u{user}\r\n\r\n")).Text);
            }

            Assert.That(answers, Has.Count.EqualTo(1), $"user {user}");
        }

        Assert.That(origins.Api.Requests, Has.Count.InRange(3, 57), "both are in use");
    }

    [TestCase("")]
    [TestCase("Cookie: other=1\r\n")]
    [TestCase("Cookie: user=\r\n")]
    public async Task Request_without_a_key_is_left_to_chance(string field)
    {
        using var origins = new Origins();
        var split = new SplitOptions { Upstreams = [new("api", 1), new("canary", 1)], StickyBy = "v1-{cookie.user}" };
        await using var proxy = await ProxyFixture.StartAsync(Split(origins, split));
        var client = await proxy.ConnectAsync();
        for (var i = 0; i < 64; i++)
        {
            await client.AskAsync($"GET / HTTP/1.1\r\nHost: a\r\n{field}\r\n");
        }

        Assert.That(origins.Api.Requests, Has.Count.InRange(10, 54));
    }

    [Test]
    public async Task Captures_of_the_path_are_keys_too()
    {
        using var origins = new Origins();
        var split = new SplitOptions { Upstreams = [new("api", 50), new("canary", 50)], StickyBy = "{id}" };
        var options = Split(origins, split);
        await using var proxy = await ProxyFixture.StartAsync(options with { Routes = [options.Routes[0] with { Path = "/users/{id}/*" }] });
        var client = await proxy.ConnectAsync();
        for (var user = 0; user < 20; user++)
        {
            var first = (await client.GetAsync($"/users/{user}/a")).Text;
            Assert.That((await client.GetAsync($"/users/{user}/b?c")).Text, Is.EqualTo(first));
        }

        Assert.That(origins.Api.Requests, Has.Count.InRange(2, 38));
    }

    [Test]
    public async Task Request_that_is_tried_again_stays_with_its_upstream()
    {
        using var origins = new Origins();
        var options = Split(origins, new() { Upstreams = [new("dead", 1), new("api", 0)] });
        var dead = new UpstreamOptions { Name = "dead", Endpoints = [EndpointOptions.FromString(ScriptedOrigin.Refusing())], Retry = new() { Attempts = 3 } };
        await using var proxy = await ProxyFixture.StartAsync(options with { Upstreams = [.. options.Upstreams, dead] });
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Status, Is.EqualTo(502));
        Assert.That((proxy.Statistics.UpstreamConnects, origins.Api.Accepted), Is.EqualTo((3, 0)));
    }

    private ProxyOptions Split(Origins origins, SplitOptions split) => Options() with
    {
        Upstreams =
        [
            new() { Name = "api", Endpoints = [EndpointOptions.FromString(origins.Api.Address)] },
            new() { Name = "canary", Endpoints = [EndpointOptions.FromString(origins.Canary.Address)] },
        ],
        Routes = [new RouteOptions { Split = split }],
    };

    private sealed class Origins : IDisposable
    {
        public ScriptedOrigin Api { get; } = ScriptedOrigin.Answering();

        public ScriptedOrigin Canary { get; } = ScriptedOrigin.Answering(SplitTests.Canary);

        public void Dispose()
        {
            Api.Dispose();
            Canary.Dispose();
        }
    }
}
