using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Resilience.Analysis;
using Proxy.Benchmarks.Resilience.Load;

namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>More and more load on one origin that serves <see cref="Workers"/> requests at a time.</summary>
internal sealed class OverloadRun(TrialRunner runner, ResilienceOptions options)
{
    /// <summary>What the origin can do: workers, and how long one is busy with a request.</summary>
    public const int Workers = 8, ServiceMilliseconds = 10, Capacity = Workers * 1000 / ServiceMilliseconds;

    /// <summary>A response that comes later than this is of no use to anybody.</summary>
    public const double UsefulSeconds = 1;

    /// <summary>Loads as multiples of the capacity.</summary>
    public static IReadOnlyList<double> Loads { get; } = [0.5, 0.8, 1, 1.5, 2, 3];

    public async Task<OverloadStep> RunAsync(Peer peer, double load, CancellationToken cancellation)
    {
        var ends = TrialPlan.WarmUpSeconds + options.During;
        var plan = new TrialPlan
        {
            Peer = peer,
            Variant = "overload",
            Title = PartCatalog.Overload,
            Origins = 1,
            Configure = (_, ledger) =>
            {
                ledger.ServiceMicroseconds = ServiceMilliseconds * 1000;
                ledger.Workers = Workers;
            },
            Rate = (int)(load * Capacity),
            Seconds = ends,
        };
        var result = await runner.RunAsync(plan, _ => Task.CompletedTask, cancellation);
        return Evaluate(load, plan.Rate, result, result.Between(TrialPlan.WarmUpSeconds, ends));
    }

    private static OverloadStep Evaluate(double load, int rate, TrialResult result, IReadOnlyList<int> numbers)
    {
        var byOutcome = numbers.ToLookup(result.Load.Outcome);
        var served = byOutcome[Outcome.Ok].ToArray();
        var refused = byOutcome[Outcome.ErrorStatus].ToArray();
        var seconds = (double)numbers.Count / rate;
        var lost = numbers.Count - served.Length - refused.Length;
        return new OverloadStep(
            load,
            rate,
            served.Count(number => result.Load.LatencyMicroseconds(number) <= UsefulSeconds * 1e6) / seconds,
            (double)refused.Length / numbers.Count,
            (double)lost / numbers.Count,
            result.P99(refused),
            Percentile.Of(refused.Select(result.Load.LatencyMicroseconds), 1),
            result.P99(served),
            result.Origins.DeepestQueue);
    }
}
