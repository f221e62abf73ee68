using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Reload;

/// <summary>What requests see of a reload: those under way nothing, those that begin behind it everything.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReloadRequestTests(TransportKind kind) : ReloadScenario(kind)
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task Request_under_way_is_finished_by_the_old_upstream_and_the_next_goes_to_the_new()
    {
        using var old = Gated("old", _gate.Task);
        using var young = Named("new");
        await using var proxy = await ProxyFixture.StartAsync(To("a", old.Address));
        var client = await proxy.ConnectAsync();
        await client.SendAsync(Get);
        await Patience.UntilAsync(() => old.Requests.Count == 1, "a request is under way");
        await proxy.Server.ReloadAsync(To("b", young.Address));
        var other = await proxy.ConnectAsync();
        Assert.That((await other.GetAsync()).Text, Is.EqualTo("new"));
        _gate.SetResult();
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("old"));
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("new"), "on the same connection");
        Assert.That(proxy.Server.Options.Upstreams[0].Name, Is.EqualTo("b"));
        await Patience.UntilAsync(() => old.Ended == 1, "the connection to the old one ends with its exchange");
        await proxy.UntilAsync(now => now is { UpstreamOpen: 1, UpstreamIdle: 1 }, "only the new one's connection is left");
    }

    [Test]
    public async Task Request_whose_head_had_begun_is_routed_as_it_was()
    {
        using var old = Named("old");
        using var young = Named("new");
        await using var proxy = await ProxyFixture.StartAsync(To("a", old.Address));
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHo");
        await proxy.UntilAsync(now => now.BuffersInUse > 0, "the head has begun");
        await proxy.Server.ReloadAsync(To("b", young.Address));
        await client.SendAsync("st: a\r\n\r\n");
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("old"));
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("new"));
    }

    [Test]
    public async Task Request_that_was_held_by_a_hook_still_finds_the_upstream_it_began_with()
    {
        using var old = Named("old");
        using var young = Named("new");
        await using var proxy = await ProxyFixture.StartAsync(To("a", old.Address), hooks: new Waiting(_gate.Task));
        var client = await proxy.ConnectAsync();
        await client.SendAsync(Get);
        await proxy.UntilAsync(now => now.Requests == 1, "the hook waits");
        await proxy.Server.ReloadAsync(To("b", young.Address));
        _gate.SetResult();
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("old"));
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("new"));
        await proxy.UntilAsync(now => now is { UpstreamOpen: 1, UpstreamIdle: 1 }, "the connection to the old one is not kept");
    }

    [Test]
    public async Task Further_try_goes_to_the_endpoints_the_request_began_with()
    {
        using var failing = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await _gate.Task;
        });
        using var second = Named("second");
        using var young = Named("new");
        await using var proxy = await ProxyFixture.StartAsync(InTurn(To("a", failing.Address, second.Address)));
        var client = await proxy.ConnectAsync();
        await client.SendAsync(Get);
        await Patience.UntilAsync(() => failing.Requests.Count == 1, "the first try is under way");
        await proxy.Server.ReloadAsync(To("b", young.Address));
        _gate.SetResult();
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("second"));
        await proxy.UntilAsync(now => now is { UpstreamOpen: 0, Retries: 1 }, "nothing is kept of what is gone");
    }

    [Test]
    public async Task Request_in_the_queue_of_an_endpoint_that_is_gone_is_served_by_it()
    {
        using var old = Gated("old", _gate.Task);
        using var young = Named("new");
        await using var proxy = await ProxyFixture.StartAsync(WithUpstream(To("a", old.Address), upstream => upstream with { MaxConnections = 1 }));
        var first = await proxy.ConnectAsync();
        await first.SendAsync(Get);
        await Patience.UntilAsync(() => old.Requests.Count == 1, "the only connection is taken");
        var second = await proxy.ConnectAsync();
        await second.SendAsync(Get);
        await proxy.UntilAsync(now => now.Requests == 2, "the second waits");
        await proxy.Server.ReloadAsync(To("b", young.Address));
        _gate.SetResult();
        Assert.That((await first.ReadResponseAsync()).Text, Is.EqualTo("old"));
        Assert.That((await second.ReadResponseAsync()).Text, Is.EqualTo("old"));
        Assert.That(proxy.Statistics.Errors, Is.Empty);
        await proxy.UntilAsync(now => now.UpstreamOpen == 0, "the queue's connection is not kept");
    }

    [Test]
    public async Task Bounds_hold_from_the_next_request_on_also_on_connections_that_are_open()
    {
        using var origin = Named("x");
        var options = To("a", origin.Address);
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        var large = $"GET / HTTP/1.1\r\nHost: a\r\nX-Large: {new string('x', 2000)}\r\n\r\n";
        Assert.That((await client.AskAsync(large)).Status, Is.EqualTo(200));
        await proxy.Server.ReloadAsync(options with { Limits = new LimitOptions { MaxHeaderBytes = 1000, MaxRequestBodyBytes = 3 } });
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(200));
        Assert.That((await client.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")).Status, Is.EqualTo(200));
        Assert.That((await client.AskAsync(large)).Status, Is.EqualTo(431));
        var another = await proxy.ConnectAsync();
        Assert.That((await another.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd")).Status, Is.EqualTo(413));
        await proxy.Server.ReloadAsync(options);
        var last = await proxy.ConnectAsync();
        Assert.That((await last.AskAsync(large)).Status, Is.EqualTo(200), "parsers that were bounded are bounded anew");
    }

    [Test]
    public async Task Bound_on_requests_of_a_connection_counts_those_before_the_reload()
    {
        using var origin = Named("x");
        var options = To("a", origin.Address);
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        await client.GetAsync();
        await proxy.Server.ReloadAsync(options with { Limits = new LimitOptions { MaxRequestsPerConnection = 2 } });
        Assert.That((await client.GetAsync()).Field("Connection"), Is.EqualTo("close"));
        await client.ExpectEndAsync();
    }

    [Test]
    public async Task Bounds_on_responses_and_times_are_those_of_the_exchange()
    {
        var clock = new ManualClock();
        using var old = Gated("old", _gate.Task);
        var options = To("a", old.Address) with { Timeouts = new TimeoutOptions { UpstreamResponseHead = TimeSpan.FromSeconds(30) } };
        await using var proxy = await ProxyFixture.StartAsync(options, clock);
        var patient = await proxy.ConnectAsync();
        await patient.SendAsync(Get);
        await Patience.UntilAsync(() => old.Requests.Count == 1, "the patient one waits");
        await proxy.Server.ReloadAsync(options with { Timeouts = new TimeoutOptions { UpstreamResponseHead = TimeSpan.FromSeconds(5) } });
        var hasty = await proxy.ConnectAsync();
        await hasty.SendAsync(Get);
        await Patience.UntilAsync(() => old.Requests.Count == 2, "the hasty one waits");
        var answer = hasty.ReadResponseAsync();
        Assert.That(await proxy.AdvanceUntilAsync(answer, TimeSpan.FromSeconds(1)), Is.InRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7)));
        Assert.That((await answer).Status, Is.EqualTo(504));
        _gate.SetResult();
        Assert.That((await patient.ReadResponseAsync()).Text, Is.EqualTo("old"));
    }

    [Test]
    public async Task Connection_limit_follows()
    {
        using var origin = Named("x");
        var options = To("a", origin.Address);
        await using var proxy = await ProxyFixture.StartAsync(options);
        var first = await proxy.ConnectAsync();
        Assert.That((await first.GetAsync()).Status, Is.EqualTo(200));
        await proxy.Server.ReloadAsync(options with { Limits = new LimitOptions { MaxConnections = 1 } });
        var second = await proxy.ConnectAsync();
        Assert.That((await second.ReadResponseAsync()).Status, Is.EqualTo(503));
        await proxy.UntilAsync(now => now.OpenConnections == 1, "the second is gone");
        await proxy.Server.ReloadAsync(options);
        var third = await proxy.ConnectAsync();
        Assert.That((await third.GetAsync()).Status, Is.EqualTo(200));
    }

    private sealed class Waiting(Task gate) : ProxyHooks
    {
        public override async ValueTask<int> OnRequestAsync(HookContext context)
        {
            await gate;
            return 0;
        }
    }
}
