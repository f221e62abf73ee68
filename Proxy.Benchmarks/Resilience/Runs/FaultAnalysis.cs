using Proxy.Benchmarks.Resilience.Analysis;
using Proxy.Benchmarks.Resilience.Load;
using Proxy.Benchmarks.Resilience.Origins;
using Proxy.Benchmarks.Resilience.Watch;
using Proxy.Benchmarks.Resilience.Wire;

namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>Makes the figures of a fault's trial.</summary>
internal sealed class FaultAnalysis(TrialResult result, FaultTimes times, int sick, int round)
{
    // A second of good slots is a recovery, a second of its share is a return; shares are told by the half second.
    private const int GoodLatencySlots = 4, GoodShares = 2, SlotsPerShare = 5;
    private const double FullShare = 0.9;
    private const long SlotTicks = Ledger.SlotMilliseconds * 1_000_000L;
    private readonly LoadRecord _load = result.Load;

    /// <param name="seen">What came to the origin during the fault, if it could not note that itself.</param>
    public FaultRound Analyze(IReadOnlyList<Arrivals>? seen)
    {
        int[] before = [.. _load.Between(times.CountsFrom, times.BeganAt)];
        int[] during = [.. _load.Between(times.BeganAt, times.EndedAt)];
        int[] after = [.. _load.Between(times.EndedAt, times.StopsAt)];
        int[] failed = [.. during.Concat(after).Where(number => _load.Outcome(number) != Outcome.Ok)];
        var failedGets = failed.Where(number => !Traffic.IsPost(number)).ToLookup(HasBegun);
        var shares = SharesFrom(FirstSlotBack);
        return new FaultRound
        {
            Round = round,
            Requests = during.Length + after.Length,
            FailedGets = failedGets[false].Count(),
            CutGets = failedGets[true].Count(),
            FailedPosts = failed.Count(Traffic.IsPost),
            DoublePosts = result.Origins.DoublePosts(_load.Numbers),
            P50Before = result.P50(before),
            P99Before = result.P99(before),
            P50During = result.P50(during),
            P99During = result.P99(during),
            P50After = result.P50(after),
            P99After = result.P99(after),
            RecoverySeconds = RecoverySeconds(result.P99(before)),
            OutSeconds = TrafficStop.After(seen ?? NotedArrivals(), times.BeganAt, times.HealsFrom)?.TotalSeconds,
            SickShare = SickShare(),
            BackSeconds = BackSeconds(),
            FullShareSeconds = Recovery.FirstRun(shares, GoodShares, share => share >= FullShare / result.Origins.Arrivals.Count)
                * (SlotsPerShare * Ledger.SlotMilliseconds / 1000.0),
            Shares = shares,
            Failures = failed.GroupBy(Describe).ToDictionary(group => group.Key, group => group.Count()),
        };
    }

    // The first whole one: the one before holds what came during the fault and was read after it.
    private int FirstSlotBack => SlotOf(times.EndedAt + SlotTicks - 1);

    private bool HasBegun(int number) => _load.Outcome(number) == Outcome.Cut || result.Origins.HasBegun(number);

    private string Describe(int number)
    {
        var kind = Traffic.IsPost(number) ? "POST" : "GET";
        return _load.Outcome(number) == Outcome.ErrorStatus ? $"{kind} {_load.Status(number)}" : $"{kind} {_load.Outcome(number)}";
    }

    private double? RecoverySeconds(int? p99Before) =>
        Recovery.FirstRun(LatencySlots.P99(_load, times.BeganAt, times.StopsAt), GoodLatencySlots, p99 => p99 < 2 * p99Before)
        * LatencySlots.Length.TotalSeconds;

    private double SickShare()
    {
        var first = SlotOf((times.BeganAt + times.EndedAt) / 2);
        var slots = SlotOf(times.EndedAt) - first;
        return slots > 0 ? ShareCurve.Of(result.Origins.Arrivals, sick, first, slots)[0] : 0;
    }

    private double? BackSeconds()
    {
        var back = Recovery.FirstRun([.. result.Origins.Arrivals[sick].Skip(FirstSlotBack)], run: 1, count => new Arrivals(0, count).IsTraffic);
        return back * (Ledger.SlotMilliseconds / 1000.0);
    }

    private IReadOnlyList<double> SharesFrom(int slot) =>
        ShareCurve.Of([.. result.Origins.Arrivals.Select(slots => slots[..SlotOf(times.StopsAt)])], sick, slot, SlotsPerShare);

    private IEnumerable<Arrivals> NotedArrivals() =>
        result.Origins.Arrivals[sick].Select((count, slot) => new Arrivals(_load.Pacer.StartedAt + (slot + 1) * SlotTicks, count));

    private int SlotOf(long timestamp) => (int)((timestamp - _load.Pacer.StartedAt) / SlotTicks);
}
