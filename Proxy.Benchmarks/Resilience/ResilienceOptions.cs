using Proxy.Benchmarks.Resilience.Faults;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience;

/// <summary>What to try, how often, and where to write it.</summary>
internal sealed record ResilienceOptions
{
    /// <summary>The peers that have configurations for it.</summary>
    public static IReadOnlyList<string> KnownPeers { get; } = ["ours", "nginx", "haproxy"];

    public IReadOnlyList<string> Peers { get; init; } = KnownPeers;

    public IReadOnlyList<string> Parts { get; init; } = PartCatalog.Names;

    public IReadOnlyList<Fault> Faults { get; init; } = FaultCatalog.All;

    /// <summary>How often each fault happens to each peer; the other parts take a quarter of that.</summary>
    public int Rounds { get; init; } = 20;

    /// <summary>Requests per second.</summary>
    public int Rate { get; init; } = 5000;

    /// <summary>Seconds of load before, during and after a fault.</summary>
    public int Before { get; init; } = 3;

    public int During { get; init; } = 4;

    public int After { get; init; } = 8;

    /// <summary>Where tables and pictures go; null for artifacts/resilience.</summary>
    public string? Output { get; init; }

    public bool Help { get; init; }

    /// <summary>Rounds of the parts that are no faults.</summary>
    public int OtherRounds => Math.Max(1, Rounds / 4);
}
