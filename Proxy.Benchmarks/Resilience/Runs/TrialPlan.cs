using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>One peer before some origins under some load.</summary>
internal sealed record TrialPlan
{
    /// <summary>Seconds of load before anything counts.</summary>
    public const int WarmUpSeconds = 2;

    /// <summary>How long a response takes, in microseconds, unless the trial says otherwise.</summary>
    public const int ServiceMicroseconds = 2000;

    public required Peer Peer { get; init; }

    /// <summary>The configuration it gets.</summary>
    public required string Variant { get; init; }

    /// <summary>Further places of the configuration.</summary>
    public IReadOnlyList<(string Place, string Value)> Places { get; init; } = [];

    /// <summary>Where the configuration that was used is kept.</summary>
    public required string Title { get; init; }

    public int Origins { get; init; } = 3;

    /// <summary>Tells each origin, by its index, how to behave.</summary>
    public Action<int, Ledger> Configure { get; init; } = (_, ledger) => ledger.ServiceMicroseconds = ServiceMicroseconds;

    public required int Rate { get; init; }

    /// <summary>Seconds of load, warm-up included.</summary>
    public required int Seconds { get; init; }

    public int Requests => Rate * Seconds;
}
