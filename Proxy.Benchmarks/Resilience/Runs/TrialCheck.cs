using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Resilience.Analysis;
using Proxy.Benchmarks.Resilience.Load;

namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>Refuses measurements that say more about the tool, or about the machine, than about the peer.</summary>
internal static class TrialCheck
{
    // A request may wait for a connection where a peer is slow to accept; half of them never.
    private const int LatestMedianMicroseconds = 5000;

    /// <exception cref="ScenarioFailedException">The measurement does not count.</exception>
    public static void Check(TrialResult result)
    {
        if (FindProblem(result.Load, result.Origins) is { } problem)
            throw new ScenarioFailedException(problem);
    }

    public static string? FindProblem(LoadRecord load, LedgerSnapshot origins)
    {
        var answered = load.Numbers.Where(number => load.Outcome(number) == Outcome.Ok).ToArray();
        if (answered.Length == 0)
            return "no request was answered.";
        if (answered.FirstOrDefault(number => origins.Deliveries(number) == 0) is > 0 and var unseen)
            return $"request {unseen} was answered, but no origin noted it.";
        if (load.Numbers.FirstOrDefault(number => load.Outcome(number) == Outcome.Wrong) is > 0 and var wrong)
            return $"request {wrong} got something that is no response to it.";
        var lateness = Percentile.Of(answered.Select(load.LatenessMicroseconds), 0.5);
        return lateness > LatestMedianMicroseconds
            ? $"half of the requests were sent more than {lateness} µs late: the machine is too busy for this rate."
            : null;
    }
}
