using Proxy.Benchmarks.Compare.Machine;

namespace Proxy.Benchmarks.Compare.Results;

/// <summary>A whole comparison.</summary>
/// <param name="Machine">Where it ran.</param>
/// <param name="Cores">How cores were shared out.</param>
/// <param name="Rounds">Measurements per peer and scenario.</param>
/// <param name="Seconds">Length of each.</param>
/// <param name="Versions">Version of each peer, by name, and of wrk.</param>
/// <param name="Skipped">Why a peer did not take part, by name.</param>
/// <param name="Scenarios">The results so far.</param>
internal sealed record ComparisonResult(
    MachineInfo Machine,
    CorePlan Cores,
    int Rounds,
    int Seconds,
    IReadOnlyDictionary<string, string> Versions,
    IReadOnlyDictionary<string, string> Skipped,
    IReadOnlyList<ScenarioResult> Scenarios);
