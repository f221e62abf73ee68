using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Health;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Health;

/// <summary>Which endpoints are asked: by priority and zone, and not those that drain.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EligibilityTests(TransportKind kind) : HealthScenario(kind)
{
    [Test]
    public async Task Second_tier_is_asked_for_what_the_first_cannot_bear()
    {
        await using var proxy = await StartAsync(3, upstream => upstream with { Endpoints = [upstream.Endpoints[0], upstream.Endpoints[1], upstream.Endpoints[2] with { Priority = 1 }] });
        Assert.That((await AskAsync(proxy, 60)).Keys, Is.EquivalentTo(new[] { "a", "b" }));
        Origins[0].Mood = Mood.HangsUp;
        await AskUntilEjectedAsync(proxy, 1);
        var answers = await AskAsync(proxy, 210);
        Assert.That(answers.Keys, Is.EquivalentTo(new[] { "b", "c" }));
        Assert.That(answers["c"], Is.InRange(25, 95), "two parts of seven");
        Origins[1].Mood = Mood.HangsUp;
        await AskUntilEjectedAsync(proxy, 2);
        Assert.That((await AskAsync(proxy, 20))["c"], Is.EqualTo(20));
    }

    [TestCase("b", null)]
    [TestCase("a", "b")]
    public async Task Own_zone_is_asked_first(string whole, string? upstreams)
    {
        await using var proxy = await StartAsync(3, upstream => upstream with
        {
            Zone = upstreams,
            Endpoints = [upstream.Endpoints[0] with { Zone = "a" }, upstream.Endpoints[1] with { Zone = "b" }, upstream.Endpoints[2]],
        });
        await proxy.Server.ReloadAsync(proxy.Server.Options with { Zone = whole });
        Assert.That((await AskAsync(proxy, 20))["b"], Is.EqualTo(20));
        Origins[1].Mood = Mood.HangsUp;
        Assert.That((await AskUntilEjectedAsync(proxy, 1)).Keys, Is.SubsetOf(new[] { "a", "c", "502" }));
        Assert.That((await AskAsync(proxy, 60)).Keys, Is.EquivalentTo(new[] { "a", "c" }));
    }

    [Test]
    public async Task Draining_endpoint_finishes_what_it_has_and_gets_nothing_new()
    {
        await using var proxy = await StartAsync(2);
        Origins[0].Mood = Origins[1].Mood = Mood.Silent;
        var early = await SendAsync(proxy);
        await UntilAskedAsync(1);
        var (busy, other) = Origins[0].Asked == 1 ? (0, "b") : (1, "a");
        var options = proxy.Server.Options;
        var endpoints = options.Upstreams[0].Endpoints;
        var drained = WithUpstream(options, upstream => upstream with { Endpoints = [endpoints[busy] with { Drain = true }, endpoints[1 - busy]] });
        await proxy.Server.ReloadAsync(drained);
        Origins[1 - busy].Mood = Mood.Well;
        Assert.That((await AskAsync(proxy, 10))[other], Is.EqualTo(10));
        Origins[busy].Mood = Mood.Well;
        Assert.That((await early.ReadResponseAsync()).Status, Is.EqualTo(200));

        await proxy.Server.ReloadAsync(WithUpstream(options, upstream => upstream with { Endpoints = [.. endpoints.Select(endpoint => endpoint with { Drain = true })] }));
        Assert.That(await AskAsync(proxy, 5), Is.EquivalentTo(new Dictionary<string, int> { ["503"] = 5 }));
        await proxy.Server.ReloadAsync(options);
        Assert.That((await AskAsync(proxy, 60)).Keys, Is.EquivalentTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task Drained_at_run_time_it_stays_so_over_reloads()
    {
        await using var proxy = await StartAsync(2);
        var group = GroupOf(proxy);
        group.SetDraining(group.Members[0].Endpoint, true);
        await proxy.Server.ReloadAsync(proxy.Server.Options with { Limits = new LimitOptions { MaxFields = 50 } });
        Assert.That((await AskAsync(proxy, 10))["b"], Is.EqualTo(10));
        Assert.That(StandingOf(proxy, 0), Is.EqualTo(Standing.Draining));
    }

    [Test]
    public async Task Ejection_outlives_a_reload()
    {
        await using var proxy = await StartAsync(3);
        Origins[1].Mood = Mood.HangsUp;
        await AskUntilEjectedAsync(proxy, 1);
        await proxy.Server.ReloadAsync(proxy.Server.Options with { Limits = new LimitOptions { MaxFields = 50 } });
        Assert.That((StandingOf(proxy, 1), GroupOf(proxy).Describe()[1].EjectedFor), Is.EqualTo((Standing.Dead, TimeSpan.FromSeconds(5))));
    }
}
