using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Resilience.Load;
using Proxy.Benchmarks.Resilience.Wire;

namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>All origins close the connection in place of every second response: each retry makes the outage worse.</summary>
internal sealed class StormRun(TrialRunner runner, ResilienceOptions options)
{
    private const int FailPercent = 50;

    public async Task<StormRound> RunAsync(Peer peer, CancellationToken cancellation)
    {
        var begins = TrialPlan.WarmUpSeconds + options.Before;
        var ends = begins + options.During;
        var plan = new TrialPlan { Peer = peer, Variant = "resilience", Title = PartCatalog.Storm, Rate = options.Rate, Seconds = ends };
        var result = await runner.RunAsync(plan, Happen, cancellation);
        var numbers = result.Between(begins, ends);
        var gets = numbers.Where(number => !Traffic.IsPost(number)).ToArray();
        return new StormRound(
            numbers.Count,
            result.Origins.Attempts(numbers),
            gets.Count(number => result.Load.Outcome(number) != Outcome.Ok),
            gets.Length,
            result.Origins.DoublePosts(numbers),
            result.P99(numbers));

        async Task Happen(RunningTrial trial)
        {
            await trial.WaitUntilAsync(begins, cancellation);
            foreach (var origin in trial.Origins)
                origin.Ledger.FailPercent = FailPercent;
        }
    }
}
