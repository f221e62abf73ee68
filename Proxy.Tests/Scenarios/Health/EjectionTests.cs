using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Health;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Health;

/// <summary>An endpoint that fails is taken out, and comes back.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EjectionTests(TransportKind kind) : HealthScenario(kind)
{
    [Test]
    public async Task No_get_fails_while_one_of_three_dies_and_comes_back()
    {
        await using var proxy = await StartAsync(3);
        Assert.That((await AskAsync(proxy, 60)).Keys, Is.EquivalentTo(new[] { "a", "b", "c" }));

        var asked = Origins[1].Asked;
        Origins[1].Mood = Mood.HangsUp;
        var answers = await AskUntilEjectedAsync(proxy, 1);
        Assert.That(answers.Keys, Is.SubsetOf(new[] { "a", "c" }));
        Assert.That(Origins[1].Asked - asked, Is.InRange(3, 6), "three tries, and the pooled connection");
        asked = Origins[1].Asked;
        Assert.That((await AskAsync(proxy, 60)).Keys, Is.EquivalentTo(new[] { "a", "c" }));
        Assert.That(Origins[1].Asked, Is.EqualTo(asked), "it is out");

        await proxy.AdvanceAsync(TimeSpan.FromSeconds(5));
        answers = await AskUntilEjectedAsync(proxy, 2);
        Assert.That((answers.Keys.Except(["a", "c"]).Count(), Origins[1].Asked), Is.EqualTo((0, asked + 1)), "one request tried it out");

        Origins[1].Mood = Mood.Well;
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(9));
        Assert.That((await AskAsync(proxy, 30)).ContainsKey("b"), Is.False, "the second time is longer");
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
        await AskAsync(proxy, 60);
        await Patience.UntilAsync(() => StandingOf(proxy, 1) == Standing.Well, "its trial has gone well");
        Assert.That((await AskAsync(proxy, 150))["b"], Is.InRange(25, 75), "it has its share");
        Assert.That(Log.Lines.Count(line => line.Text.Contains("is out for")), Is.EqualTo(2));
        Assert.That(Log.Lines.Count(line => line.Text.Contains("is back")), Is.EqualTo(1));
    }

    [Test]
    public async Task Refused_connections_eject()
    {
        await using var proxy = await StartAsync(2, upstream => upstream with { Endpoints = [.. upstream.Endpoints, ScriptedOrigin.Refusing()] });
        Assert.That((await AskUntilEjectedAsync(proxy, 1)).ContainsKey("502"), Is.False);
        Assert.That(StandingOf(proxy, 2), Is.EqualTo(Standing.Dead));
        var status = proxy.Server.Upstreams.GetStatus().Single();
        Assert.That((status.IsInPanic, status.Endpoints.Count(each => each.IsEligible)), Is.EqualTo((false, 2)));
        var dead = status.Endpoints[2];
        Assert.That((dead.State, dead.Reason, dead.EjectedFor), Is.EqualTo((EndpointState.Ejected, "it cannot be reached", TimeSpan.FromSeconds(5))));
        Assert.That((dead.ConsecutiveFailures, dead.Ejections, dead.WarmPercent), Is.EqualTo((3, 1, 100)));
    }

    [TestCase(Mood.Well, 200)]
    [TestCase(Mood.Refuses, 503)]
    public async Task Share_grows_while_it_warms_up(object before, int status)
    {
        await using var proxy = await StartAsync(3, upstream => upstream with { SlowStart = TimeSpan.FromSeconds(20) });
        Assert.That(GroupOf(proxy).Set.Weights, Is.All.EqualTo(1), "no warming up at the start");
        Origins[1].Mood = (Mood)before == Mood.Well ? Mood.HangsUp : Mood.Refuses;
        Assert.That((await AskUntilEjectedAsync(proxy, 1)).ContainsKey("503"), Is.EqualTo(status == 503));
        Origins[1].Mood = Mood.Well;
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(5));
        await AskAsync(proxy, 60);
        await Patience.UntilAsync(() => StandingOf(proxy, 1) == Standing.Well, "its trial has gone well");

        var shares = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            shares.Add((await AskAsync(proxy, 300)).GetValueOrDefault("b"));
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(10));
        }

        // 5, 55 and 100 % of its weight, of 205, 255 and 300.
        Assert.That(shares[0], Is.InRange(0, 25));
        Assert.That(shares[1], Is.InRange(30, 98));
        Assert.That(shares[2], Is.InRange(60, 140));
        Assert.That(GroupOf(proxy).Set.Weights, Is.All.EqualTo(1));
    }

    [Test]
    public async Task Half_of_the_sick_stay()
    {
        await using var proxy = await StartAsync(4);
        foreach (var origin in Origins)
        {
            origin.Mood = Mood.Refuses;
        }

        Assert.That((await AskAsync(proxy, 60))["503"], Is.EqualTo(60));
        await proxy.UntilAsync(now => now.EndpointEjections == 2, "two are ejected");
        Assert.That((GroupOf(proxy).Set.Count, proxy.Statistics.UpstreamsInPanic), Is.EqualTo((2, 0)));
        await AskAsync(proxy, 20);
        Assert.That(proxy.Statistics.EndpointEjections, Is.EqualTo(2));
    }

    [Test]
    public async Task All_dead_is_panic_with_honest_errors_until_one_answers()
    {
        await using var proxy = await StartAsync(3);
        foreach (var origin in Origins)
        {
            origin.Mood = Mood.HangsUp;
        }

        Assert.That((await AskUntilEjectedAsync(proxy, 3)).Keys, Is.EqualTo(new[] { "502" }));
        Assert.That((await AskAsync(proxy, 10))["502"], Is.EqualTo(10));
        Assert.That((proxy.Statistics.UpstreamsInPanic, proxy.Statistics.UpstreamPanics, GroupOf(proxy).Set.Count), Is.EqualTo((1, 1, 3)));
        Origins[2].Mood = Mood.Well;
        await AskAsync(proxy, 20);
        await Patience.UntilAsync(() => StandingOf(proxy, 2) == Standing.Well, "it is found");
        Assert.That((await AskAsync(proxy, 10))["c"], Is.EqualTo(10));
        Origins[1].Mood = Mood.Well;
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(5));
        await AskAsync(proxy, 60);
        await proxy.UntilAsync(now => now.UpstreamsInPanic == 0, "two of three are enough");
        Assert.That(Log.Lines.Count(line => line.Text.Contains("panicThreshold")), Is.EqualTo(1));
    }

    [Test]
    public async Task One_that_fails_half_of_its_requests_is_found()
    {
        await using var proxy = await StartAsync(3, upstream => upstream with { PassiveHealth = new() { FailureRate = 40 } });
        Origins[1].Mood = Mood.Wavers;
        await AskAsync(proxy, 10);
        await UntilWatchedAsync(proxy);
        await AskAsync(proxy, 180);
        Assert.That(proxy.Statistics.EndpointEjections, Is.Zero, "never three in a row");
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.That(GroupOf(proxy).Describe()[1].Cause, Is.EqualTo(EjectionCause.FailureRate));
    }

    [Test]
    public async Task One_that_is_much_slower_is_found()
    {
        await using var proxy = await StartAsync(2, upstream => upstream with { PassiveHealth = new() { MinRequests = 2 } });
        await BeginTwelveAsync(proxy);
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.That(proxy.Statistics.EndpointEjections, Is.Zero);
        Origins[1].Mood = Mood.Well;
        await UntilAnsweredAsync(proxy, 1);
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.That(GroupOf(proxy).Describe()[1].Cause, Is.EqualTo(EjectionCause.Latency));
    }

    [Test]
    public async Task One_that_hangs_is_found_long_before_its_requests_time_out()
    {
        await using var proxy = await StartAsync(2, upstream => upstream with { PassiveHealth = new() { MinRequests = 2 } });
        var asked = await BeginTwelveAsync(proxy);
        for (var second = 0; second < 10; second++)
        {
            Assert.That(proxy.Statistics.EndpointEjections, Is.Zero);
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
            for (var i = 0; i < 4; i++)
            {
                await SendAsync(proxy);
                await UntilAskedAsync(++asked);
            }

            await UntilAnsweredAsync(proxy, 0);
        }

        await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.That(GroupOf(proxy).Describe()[1].Cause, Is.EqualTo(EjectionCause.Silence));
        Assert.That((await AskAsync(proxy, 10))["a"], Is.EqualTo(10));
        Origins[1].Mood = Mood.Well;
        await UntilAnsweredAsync(proxy, 1);
        Assert.That(StandingOf(proxy, 1), Is.EqualTo(Standing.Sick), "late answers do not bring it back");

        Origins[1].Mood = Mood.Silent;
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.That(StandingOf(proxy, 1), Is.EqualTo(Standing.OnTrial));
        asked += 10;
        for (var (before, i) = (Origins[1].Asked, 0); Origins[1].Asked == before && i < 60; i++)
        {
            await SendAsync(proxy);
            await UntilAskedAsync(++asked);
        }

        for (var second = 0; second < 11 && proxy.Statistics.EndpointEjections < 2; second++)
        {
            await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        Assert.That(StandingOf(proxy, 1), Is.EqualTo(Standing.Sick), "a trial that is never answered is lost");
        Origins[1].Mood = Mood.Well;
        await UntilAnsweredAsync(proxy, 1);
    }

    [Test]
    public async Task Watch_ends_with_the_traffic_and_begins_with_it()
    {
        await using var proxy = await StartAsync(2);
        for (var round = 0; round < 2; round++)
        {
            await AskAsync(proxy, 2);
            await UntilWatchedAsync(proxy);
            for (var second = 0; second <= 2 * TrafficWindow.Intervals && proxy.Clock!.Timers > 0; second++)
            {
                await proxy.AdvanceAsync(TimeSpan.FromSeconds(1));
            }

            Assert.That(proxy.Clock!.Timers, Is.Zero);
        }
    }

    [Test]
    public async Task Clients_that_give_up_eject_nobody()
    {
        await using var proxy = await StartAsync(2);
        Origins[0].Mood = Origins[1].Mood = Mood.Silent;
        for (var i = 0; i < 8; i++)
        {
            var client = await SendAsync(proxy);
            await UntilAskedAsync(i + 1);
            client.Reset();
            await proxy.UntilAsync(now => now.OpenConnections == 0, "the client is gone");
        }

        Assert.That(GroupOf(proxy).Describe().Select(each => each.ConsecutiveFailures), Is.All.Zero);
        Assert.That(GroupOf(proxy).Members.Select(member => member.Endpoint.SumTries().Waiting), Is.All.Zero);
        Origins[0].Mood = Origins[1].Mood = Mood.Well;
    }

    [Test]
    public async Task Copies_are_noted_as_requests_are()
    {
        await using var proxy = await StartAsync(2, upstream => upstream with { Endpoints = [upstream.Endpoints[0], ScriptedOrigin.Refusing()] });
        var options = proxy.Server.Options;
        var main = new UpstreamOptions { Name = "main", Endpoints = [Origins[1].Address] };
        await proxy.Server.ReloadAsync(options with
        {
            Upstreams = [options.Upstreams[0], main],
            Routes = [new RouteOptions { Upstream = "main", Mirror = new() { Upstream = "default" } }],
        });
        Assert.That((await AskUntilEjectedAsync(proxy, 1)).Keys, Is.EqualTo(new[] { "b" }));
        Assert.That(StandingOf(proxy, 1), Is.EqualTo(Standing.Dead));
    }

    // Twelve requests are with both origins, and the first one has answered its own; how many were asked in all.
    private async Task<int> BeginTwelveAsync(ProxyFixture proxy)
    {
        const int Before = 2;
        const int Requests = 12;
        await AskAsync(proxy, Before);
        await UntilWatchedAsync(proxy);
        Origins[0].Mood = Origins[1].Mood = Mood.Silent;
        for (var i = 0; i < Requests; i++)
        {
            await SendAsync(proxy);
            await UntilAskedAsync(Before + i + 1);
        }

        Origins[0].Mood = Mood.Well;
        await UntilAnsweredAsync(proxy, 0);
        return Before + Requests;
    }
}
