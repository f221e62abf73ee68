using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Resilience;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Tests.Benchmarks.Resilience;

/// <summary>Made-up results.</summary>
internal static class Rounds
{
    /// <summary>A round in which nothing went wrong.</summary>
    public static FaultRound Good { get; } = new()
    {
        Round = 1,
        Requests = 1000,
        FailedGets = 0,
        CutGets = 0,
        FailedPosts = 0,
        DoublePosts = 0,
        P50Before = 2000,
        P99Before = 3000,
        P50During = 2000,
        P99During = 5000,
        P50After = 2000,
        P99After = 3000,
        RecoverySeconds = 0.5,
        OutSeconds = 0.25,
        SickShare = 0,
        BackSeconds = 0.5,
        FullShareSeconds = 4,
        Shares = [0, 0.25, 0.33],
        Failures = new Dictionary<string, int>(),
    };

    public static OverloadStep Step(double load, double goodput, int? refusedP99) =>
        new(load, (int)(800 * load), goodput, refusedP99 is null ? 0 : 0.5, 0, refusedP99, refusedP99, 20_000, 8);

    public static ResilienceResult Result() => new(
        new ResilienceOptions(),
        new MachineInfo("A & B <CPU>", 2, "Linux", 0),
        new CorePlan(0, 1, 2, "proxy on core 0, load generator and origin on core 1"),
        new PeerSelection([], new Dictionary<string, string> { ["ours"] = "proxy 1" }, new Dictionary<string, string>()));
}
