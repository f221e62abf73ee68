using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Health.Probing;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios.Health;

/// <summary>What scenarios of probes share. Time stands still until it is turned, so that each probe comes when it is asked for.</summary>
public abstract class ProbeScenario(TransportKind kind) : Scenario(kind)
{
    /// <summary>The coarseness of timers: what is due by the clock has fired a step later.</summary>
    protected static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    protected static readonly HealthCheckOptions Check = new() { Path = ProbedOrigin.Path, Jitter = default };

    private protected ManualClock Clock { get; } = new();

    private protected RecordingLog Log { get; } = new();

    private protected Task<ProxyFixture> StartAsync(ProxyOptions options) => ProxyFixture.StartAsync(options, Clock, log: Log);

    /// <summary>Options for a proxy on one loop before these endpoints, which are probed.</summary>
    private protected ProxyOptions Probed(HealthCheckOptions? check, params IReadOnlyList<string> endpoints) =>
        WithUpstream(InTurn(Options(endpoints)), upstream => upstream with { HealthCheck = check, PanicThreshold = 0 });

    private protected static EndpointGroup GroupOf(ProxyFixture proxy) => proxy.Server.Workers[0].Snapshot.Upstreams[0].Group;

    private protected static Endpoint EndpointOf(ProxyFixture proxy, int index = 0) => GroupOf(proxy).Members[index].Endpoint;

    /// <summary>Lets the first probes begin, or those of a check that was changed.</summary>
    private protected static async Task BeginAsync(ProxyFixture proxy)
    {
        // Timers that are to be set before the clock is turned are set then.
        await proxy.SettleAsync();
        await proxy.AdvanceAsync(Step);
    }

    /// <summary>Lets every endpoint have a probe, and waits until what came of each is known.</summary>
    private protected static async Task ProbeAsync(ProxyFixture proxy, TimeSpan? time = null)
    {
        var before = GroupOf(proxy).Members.Select(member => member.Endpoint.Probes).ToArray();
        await proxy.SettleAsync();
        await proxy.AdvanceAsync((time ?? Check.Interval) + Step);
        await Patience.UntilAsync(
            () => GroupOf(proxy).Members.Select(member => member.Endpoint.Probes).Zip(before).All(pair => !ReferenceEquals(pair.First, pair.Second)),
            "every endpoint was probed");
    }

    /// <summary>The first probes of all.</summary>
    private protected static Task ProbeFirstAsync(ProxyFixture proxy) => ProbeAsync(proxy, TimeSpan.Zero);

    private protected static Task UntilServingAsync(ProxyFixture proxy, int count) =>
        Patience.UntilAsync(() => GroupOf(proxy).Set.Count == count, $"{count} endpoints serve");

    /// <summary>What was logged of health, without the debugging lines.</summary>
    private protected IEnumerable<string> Told => Log.Lines.Where(line => line.Level is > LogLevel.Debug and not LogLevel.None).Select(line => line.Text);

    private protected static ProbeState StateOf(ProxyFixture proxy, int index = 0) => EndpointOf(proxy, index).Probes.State;

    /// <summary>The state of the first endpoint as operators see it.</summary>
    private protected static EndpointState ShownState(ProxyFixture proxy) => proxy.Server.Upstreams.GetStatus()[0].Endpoints[0].State;
}
