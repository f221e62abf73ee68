using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Resilience.Load;

namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>One of three origins takes ten times as long for everything, from the start, and fails nothing.</summary>
internal sealed class UnequalRun(TrialRunner runner, ResilienceOptions options)
{
    private const int Slow = 2, Factor = 10;

    public async Task<UnequalRound> RunAsync(Peer peer, Balance balance, CancellationToken cancellation)
    {
        var ends = TrialPlan.WarmUpSeconds + options.During;
        var plan = new TrialPlan
        {
            Peer = peer,
            Variant = "unequal",
            Places = [("BALANCE", balance.Setting)],
            Title = $"{PartCatalog.Unequal}-{balance.Name.Replace(' ', '-')}",
            Configure = (i, ledger) => ledger.ServiceMicroseconds = TrialPlan.ServiceMicroseconds * (i == Slow ? Factor : 1),
            Rate = options.Rate,
            Seconds = ends,
        };
        var result = await runner.RunAsync(plan, _ => Task.CompletedTask, cancellation);
        var numbers = result.Between(TrialPlan.WarmUpSeconds, ends);
        return new UnequalRound(
            result.P50(numbers),
            result.P99(numbers),
            (double)result.Origins.Arrivals[Slow].Sum() / result.Origins.Arrivals.Sum(slots => slots.Sum()),
            numbers.Count(number => result.Load.Outcome(number) != Outcome.Ok));
    }
}
