namespace Proxy.Core.Upstreams.Health;

/// <summary>What all loops have seen of one endpoint, or saw in some span of time.</summary>
/// <param name="Asked">Requests sent, or begun to be.</param>
/// <param name="Ended">Those of them that are awaited no longer, however they ended.</param>
/// <param name="Judged">Tries that showed whether it does its work, whether a request could be sent or not.</param>
/// <param name="Failed">Those of them that showed it does not.</param>
/// <param name="Timed">Responses whose time to the head was taken.</param>
/// <param name="Latency">The sum of those times, in milliseconds.</param>
internal readonly record struct TryTotals(long Asked, long Ended, long Judged, long Failed, long Timed, long Latency)
{
    /// <summary>Requests whose response is awaited.</summary>
    public long Waiting => Asked - Ended;

    public double FailureRate => Judged == 0 ? 0 : (double)Failed / Judged;

    /// <summary>The mean time to a response's head, in milliseconds.</summary>
    public double MeanLatency => Timed == 0 ? 0 : (double)Latency / Timed;

    public static TryTotals operator +(in TryTotals a, in TryTotals b) =>
        new(a.Asked + b.Asked, a.Ended + b.Ended, a.Judged + b.Judged, a.Failed + b.Failed, a.Timed + b.Timed, a.Latency + b.Latency);

    public static TryTotals operator -(in TryTotals a, in TryTotals b) =>
        new(a.Asked - b.Asked, a.Ended - b.Ended, a.Judged - b.Judged, a.Failed - b.Failed, a.Timed - b.Timed, a.Latency - b.Latency);
}
