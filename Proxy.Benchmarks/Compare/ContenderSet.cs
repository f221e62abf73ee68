using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Compare.Scenarios;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Benchmarks.Compare;

/// <summary>The running servers of one scenario: the origin and every peer in front of it.</summary>
internal sealed class ContenderSet : IAsyncDisposable
{
    private readonly List<Contender> _contenders = [];

    private ContenderSet(Origin origin) => Origin = origin;

    public Origin Origin { get; }

    public IReadOnlyList<Contender> Contenders => _contenders;

    /// <summary>Starts all of them and waits until each gives the scenario's answer.</summary>
    public static async Task<ContenderSet> StartAsync(
        Scenario scenario, IReadOnlyList<Peer> peers, Workspace workspace, CorePlan cores, CancellationToken cancellation)
    {
        var directory = Path.Combine(workspace.Run, scenario.Name);
        var threads = scenario.AllCores ? cores.CoreCount : 1;
        var nginx = Toolbox.Find("nginx") ?? throw new CompareException("nginx, which serves as the origin, is not installed.");
        var origin = Origin.Start(nginx, Path.Combine(directory, "origin"), threads, scenario.AllCores ? null : cores.LoadCore);
        var set = new ContenderSet(origin);
        try
        {
            await origin.WaitAsync(scenario, cancellation);
            var participants = peers.Where(peer => peer.TakesPartIn(scenario)).ToArray();
            var ports = FreePorts.Take(participants.Length);
            foreach (var (peer, port) in participants.Zip(ports))
            {
                var launch = peer.CreateLaunch(new PeerSlot(port, origin.Port, threads, Path.Combine(directory, peer.Name), scenario.IsRouted));
                var server = ServerProcess.Start(launch, scenario.AllCores ? null : cores.ProxyCore);
                set._contenders.Add(new Contender(peer, server));
                await Readiness.WaitAsync(server, scenario.Path, scenario.BodyBytes, cancellation);
            }

            return set;
        }
        catch
        {
            await set.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Peers first: none of them should see its origin go.
        await Task.WhenAll(_contenders.Select(contender => contender.Server.DisposeAsync().AsTask()));
        await Origin.DisposeAsync();
    }
}
