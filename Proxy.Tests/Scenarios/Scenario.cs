using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>What scenarios share: a client, a proxy of one transport, scripted origins.</summary>
public abstract class Scenario
{
    protected Scenario(TransportKind kind) => Kind = kind;

    protected TransportKind Kind { get; }

    /// <summary>Options for a proxy on one loop before these origins.</summary>
    private protected ProxyOptions Options(params IReadOnlyList<string> endpoints) => new()
    {
        Listeners = [new ListenerOptions { Address = ProxyFixture.ListenAddress(AddressKind.IPv4) }],
        Upstreams = [new UpstreamOptions { Endpoints = [.. endpoints.Select(EndpointOptions.FromString)] }],
        Routes = [new RouteOptions { Upstream = "default" }],
        Transport = new TransportOptions { Threads = 1, Kind = Kind },
    };

    private protected Task<ProxyFixture> StartAsync(ScriptedOrigin origin, ManualClock? clock = null, ProxyHooks? hooks = null) =>
        ProxyFixture.StartAsync(Options(origin.Address), clock, hooks);

    /// <summary>The endpoints of the one upstream take turns, the first one first: no test is to depend on chance.</summary>
    internal static ProxyOptions InTurn(ProxyOptions options) => WithUpstream(options, upstream => upstream with { Balance = BalanceAlgorithm.RoundRobin });

    internal static ProxyOptions WithUpstream(ProxyOptions options, Func<UpstreamOptions, UpstreamOptions> change) =>
        options with { Upstreams = [change(options.Upstreams[0])] };
}
