using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Health.Probing;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Health;

/// <summary>Probes through reloads, in crowds, and at the stop.</summary>
[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProbeLifeTests(TransportKind kind) : ProbeScenario(kind)
{
    private const string Sick = "HTTP/1.1 503 Sorry\r\nContent-Length: 0\r\n\r\n";

    [Test]
    public async Task What_was_found_out_outlives_a_reload()
    {
        using var sick = new ProbedOrigin("sick") { Answer = Sick };
        using var well = new ProbedOrigin("well");
        using var late = new ProbedOrigin("late");
        var options = Probed(Check with { UnhealthyAfter = 1, Initial = InitialHealth.ProbeFirst }, sick.Address, well.Address);
        await using var proxy = await StartAsync(options);
        await ProbeFirstAsync(proxy);
        await UntilServingAsync(proxy, 1);
        var before = EndpointOf(proxy).Probes;
        var wider = Probed(options.Upstreams[0].HealthCheck, sick.Address, well.Address, late.Address);
        await proxy.Server.ReloadAsync(wider);
        Assert.That(EndpointOf(proxy).Probes, Is.SameAs(before));
        Assert.That(Enumerable.Range(0, 3).Select(i => StateOf(proxy, i)), Is.EqualTo(new[] { ProbeState.Down, ProbeState.Up, ProbeState.Pending }));
        Assert.That(GroupOf(proxy).Set.Count, Is.EqualTo(1), "the new one waits");
        await BeginAsync(proxy);
        await UntilServingAsync(proxy, 2);
        Assert.That((sick.Probes, well.Probes, late.Probes), Is.EqualTo((1, 1, 1)), "the others are asked when it is time");
        await ProbeAsync(proxy);
        Assert.That((sick.Probes, well.Probes, late.Probes), Is.EqualTo((2, 2, 2)));
    }

    [Test]
    public async Task Other_probes_begin_at_once_and_leave_the_state_as_it_was()
    {
        using var origin = new ProbedOrigin("a");
        var options = Probed(Check with { Path = "/", Expect = [new(204, 204)], UnhealthyAfter = 1, HealthyAfter = 1, Interval = TimeSpan.FromHours(1) }, origin.Address);
        await using var proxy = await StartAsync(options);
        await ProbeFirstAsync(proxy);
        await UntilServingAsync(proxy, 0);
        await proxy.Server.ReloadAsync(WithUpstream(options, upstream => upstream with { HealthCheck = Check with { HealthyAfter = 1 } }));
        Assert.That(StateOf(proxy), Is.EqualTo(ProbeState.Down));
        await BeginAsync(proxy);
        await UntilServingAsync(proxy, 1);
        await ProbeAsync(proxy);
        Assert.That(origin.Probes, Is.EqualTo(2), "in the new interval");
    }

    [Test]
    public async Task Probe_under_way_says_nothing_once_others_are_asked_for()
    {
        using var origin = new ProbedOrigin("a") { Answer = null };
        var options = Probed(Check with { UnhealthyAfter = 1 }, origin.Address);
        await using var proxy = await StartAsync(options);
        await BeginAsync(proxy);
        await Patience.UntilAsync(() => origin.Probes == 1, "the probe came");
        origin.Answer = ProbedOrigin.Well;
        await proxy.Server.ReloadAsync(WithUpstream(options, upstream => upstream with { HealthCheck = Check with { Host = "b" } }));
        await Patience.UntilAsync(() => origin.Origin.Ended == 1, "it was given up");
        await ProbeFirstAsync(proxy);
        Assert.That((EndpointOf(proxy).Probes.Good, origin.Probes, proxy.Statistics.ProbesFailed), Is.EqualTo((1, 2, 0)));
    }

    [Test]
    public async Task Probes_end_with_the_check_and_with_the_endpoint_and_leave_no_timer([Values] bool isGone, [Values] bool isUnderWay)
    {
        using var origin = new ProbedOrigin("a") { Answer = isUnderWay ? null : Sick };
        using var other = ScriptedOrigin.Answering();
        var unprobed = Probed(null, isGone ? [other.Address] : [origin.Address]);
        await using var proxy = await StartAsync(unprobed);
        var timers = await TimersAsync(proxy);
        await proxy.Server.ReloadAsync(Probed(Check with { UnhealthyAfter = 1, Initial = InitialHealth.ProbeFirst }, origin.Address));
        await BeginAsync(proxy);
        await Patience.UntilAsync(() => origin.Probes == 1, "the probe came");
        if (!isUnderWay)
        {
            await UntilServingAsync(proxy, 0);
        }

        Assert.That(await TimersAsync(proxy), Is.GreaterThan(timers));
        await proxy.Server.ReloadAsync(unprobed);
        await UntilServingAsync(proxy, 1);
        Assert.That(StateOf(proxy), Is.EqualTo(ProbeState.NotProbed));
        await Patience.UntilAsync(() => origin.Origin.Ended == 1, "the connection is closed");
        Assert.That((await TimersAsync(proxy), proxy.Server.Workers[0].Probes.Assigned), Is.EqualTo((timers, 0)));
        await proxy.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.That((origin.Probes, proxy.Statistics.ProbesSent), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Endpoint_that_served_unprobed_serves_on()
    {
        using var origin = new ProbedOrigin("a");
        var options = Probed(null, origin.Address);
        await using var proxy = await StartAsync(options);
        Assert.That(StateOf(proxy), Is.EqualTo(ProbeState.NotProbed));
        await proxy.Server.ReloadAsync(Probed(Check with { Initial = InitialHealth.ProbeFirst }, origin.Address));
        Assert.That((StateOf(proxy), GroupOf(proxy).Set.Count), Is.EqualTo((ProbeState.Up, 1)));
    }

    [Test]
    public async Task Crowd_is_probed_one_after_the_other_by_all_loops()
    {
        const int crowd = 200;
        const int mostAtFirst = 15; // of a hundred milliseconds, in which ten are to begin
        const int mostByChance = 30; // once jitter has its way: six standard deviations off
        using var origin = new ProbedOrigin("a");
        var options = Probed(Check with { Jitter = HealthCheckJitter.Of(0.1) }, [.. Enumerable.Repeat(origin.Address, crowd)]);
        await using var proxy = await StartAsync(options with { Transport = options.Transport with { Threads = 2 } });
        await proxy.SettleAsync();
        Assert.That(proxy.Server.Workers.Select(worker => worker.Probes.Assigned), Is.All.EqualTo(crowd / 2));
        var starts = new List<long>();
        for (long last = 0; starts.Count < 75; last = proxy.Statistics.ProbesSent)
        {
            await proxy.AdvanceAsync(TimeSpan.FromMilliseconds(100));
            starts.Add(proxy.Statistics.ProbesSent - last);
            await proxy.UntilAsync(_ => origin.Probes == proxy.Statistics.ProbesSent, "they are answered");
        }

        Assert.That(starts.Take(23), Is.All.LessThanOrEqualTo(mostAtFirst), string.Join(' ', starts));
        Assert.That(starts, Is.All.LessThanOrEqualTo(mostByChance), string.Join(' ', starts));
        Assert.That((starts.Take(10).Sum(), starts.Take(23).Sum()), Is.EqualTo((100L, (long)crowd)).Using<(long, long)>((a, b) => Math.Abs(a.Item1 - b.Item1) <= 15 && a.Item2 == b.Item2));
        Assert.That(starts.Skip(42).Sum(), Is.InRange(crowd * 0.9, crowd * 1.1), "and again an interval later");
    }

    [Test]
    public async Task Stop_ends_a_probe_at_once([Values] bool isConnecting)
    {
        using var full = new FullListener();
        using var origin = new ProbedOrigin("a") { Answer = null };
        var proxy = await StartAsync(Probed(Check, isConnecting ? full.Address : origin.Address));
        await BeginAsync(proxy);
        await proxy.UntilAsync(now => now.ProbesSent == 1 && (isConnecting || origin.Probes == 1), "the probe is under way");

        // Time stands still: nobody waits for the probe to come to its end.
        Assert.That(await proxy.Server.StopAsync().WaitAsync(Patience.Time), Is.Zero);
        await Patience.UntilAsync(() => isConnecting || origin.Origin.Ended == 1, "the connection is closed");
        Assert.That((proxy.Statistics.ProbesFailed, Told.Count()), Is.EqualTo((0, 0)));
        await proxy.DisposeAsync();
    }

    [Test]
    public async Task Nothing_is_probed_while_the_proxy_drains()
    {
        using var origin = new ProbedOrigin("a");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gated = ScriptedOrigin.Start(async connection =>
        {
            await connection.NextAsync();
            await gate.Task;
            await connection.SendAsync(OriginConnection.Hello);
        });
        var options = Probed(Check, origin.Address);
        var proxy = await StartAsync(options with
        {
            Upstreams = [.. options.Upstreams, new UpstreamOptions { Name = "b", Endpoints = [gated.Address] }],
            Routes = [new RouteOptions { Upstream = "b" }],
        });
        await ProbeFirstAsync(proxy);
        var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await Patience.UntilAsync(() => gated.Requests.Count == 1, "a request is under way");
        var stop = proxy.Server.StopAsync();
        await Patience.UntilAsync(() => proxy.Server.Workers[0].IsStopping, "it drains");
        await proxy.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.That((stop.IsCompleted, origin.Probes), Is.EqualTo((false, 1)));
        gate.SetResult();
        Assert.That((await client.ReadResponseAsync()).Text, Is.EqualTo("hello"));
        await stop.WaitAsync(Patience.Time);
        await proxy.DisposeAsync();
    }

    private static async Task<int> TimersAsync(ProxyFixture proxy)
    {
        var count = 0;
        await proxy.Server.Workers[0].Loop.RunAsync(() => count = proxy.Server.Workers[0].Loop.Timers.Count);
        return count;
    }
}
