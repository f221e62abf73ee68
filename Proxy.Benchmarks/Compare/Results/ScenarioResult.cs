using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Compare.Scenarios;

namespace Proxy.Benchmarks.Compare.Results;

/// <summary>What came out of one scenario: numbers, or the reason why there are none.</summary>
internal sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<PeerResult> Peers, string? Failure)
{
    /// <summary>The peer that the others are set in relation to; null if it did not take part.</summary>
    public PeerResult? Ours => Peers.FirstOrDefault(peer => peer.Name == PeerCatalog.Ours);

    /// <summary>CPU per request of a peer ÷ ours; null without ours, and for ours itself.</summary>
    public Summary? CpuRatio(PeerResult peer) => Ours is { } ours && ours != peer ? peer.CpuRatioTo(ours) : null;
}
