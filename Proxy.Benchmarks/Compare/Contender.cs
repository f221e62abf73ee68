using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Compare.Results;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Benchmarks.Compare;

/// <summary>A peer that is running, and what was measured of it so far.</summary>
internal sealed class Contender(Peer peer, ServerProcess server)
{
    public Peer Peer { get; } = peer;

    public ServerProcess Server { get; } = server;

    public List<RoundResult> Rounds { get; } = [];

    public PeerResult ToResult() => new()
    {
        Name = Peer.Name,
        Title = Peer.Title,
        Color = Peer.Color,
        CommandLine = Server.Launch.CommandLine,
        Rounds = Rounds,
    };
}
