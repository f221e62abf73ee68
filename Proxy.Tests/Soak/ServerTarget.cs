using System.Net;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Soak;

/// <summary>A proxy within this process, over one transport: its own counters say what is left. Its fixture insists on nothing.</summary>
internal sealed class ServerTarget : ISoakTarget
{
    private readonly ProxyFixture _proxy;

    private ServerTarget(ProxyFixture proxy) => _proxy = proxy;

    public IPEndPoint EndPoint => (IPEndPoint)_proxy.Address;

    public static async Task<ISoakTarget> StartAsync(string[] origins, TransportKind kind) => new ServerTarget(await ProxyFixture.StartAsync(new ProxyOptions
    {
        Listeners = [new ListenerOptions { Address = ProxyFixture.ListenAddress(AddressKind.IPv4) }],
        Upstreams = [new UpstreamOptions { Endpoints = [.. origins.Select(EndpointOptions.FromString)] }],
        Routes = [new RouteOptions { Upstream = "default" }],
        Transport = new TransportOptions { Threads = 2, Kind = kind },
        Timeouts = SoakConfiguration.Timeouts,
    }));

    public Task BeginAsync() => Task.CompletedTask;

    public void Sample(double progress)
    {
    }

    public string Describe()
    {
        var now = _proxy.Statistics;
        return $"{now.OpenConnections} connections, {now.UpstreamOpen} to origins, {now.BuffersInUse} buffers, {now.Retries} retries";
    }

    public async Task EndAsync(SoakTally tally)
    {
        try
        {
            await _proxy.UntilAsync(now => now is { OpenConnections: 0, BuffersInUse: 0, UpstreamOpen: 0 }, "everything is given back");
        }
        catch (TimeoutException)
        {
            tally.Fail($"left behind: {Describe()}");
        }

        if (_proxy.Statistics.Faults > 0)
        {
            tally.Fail($"{_proxy.Statistics.Faults} faults of the proxy itself");
        }
    }

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();
}
