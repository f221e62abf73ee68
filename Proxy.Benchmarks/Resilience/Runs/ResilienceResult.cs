using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Resilience.Faults;

namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>Everything that came out of a run, in the order in which it did.</summary>
internal sealed record ResilienceResult(ResilienceOptions Options, MachineInfo Machine, CorePlan Cores, PeerSelection Selection)
{
    public List<(Fault Fault, string Peer, FaultRound Round)> Faults { get; } = [];

    public List<(string Peer, StormRound Round)> Storms { get; } = [];

    public List<(string Peer, OverloadStep Step)> Overloads { get; } = [];

    public List<(Balance Balance, UnequalRound Round)> Unequals { get; } = [];

    /// <summary>Trials that gave no figures, and why.</summary>
    public List<string> Failures { get; } = [];
}
