using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Retrying;

/// <summary>
/// What an upstream bears of tries beyond the first, over all loops: a share of the requests of the last seconds, and a few a second beside it. What was not
/// used in that time is gone, so that a quiet day saves up nothing for the outage.
/// </summary>
/// <remarks>
/// Each loop writes a lane of its own and reads the others', without an interlocked instruction: loops that decide in the same instant may overdraw it by one try
/// for each loop but one, which the next decision sees.
/// </remarks>
/// <param name="loops">How many loops there are.</param>
internal sealed class RetryBudget(int loops)
{
    /// <summary>Two slots are looked at, of which the present one has only begun.</summary>
    public const int WindowSeconds = 10;

    private const long SlotMilliseconds = WindowSeconds * 1000 / 2;

    private readonly RetryLane[] _lanes = new RetryLane[loops];

    /// <summary>A request comes, however often it will be tried.</summary>
    /// <param name="loop">The index of the calling loop.</param>
    /// <param name="now">Its milliseconds.</param>
    public void CountRequest(int loop, long now) => Lane(loop, now).CountRequest();

    /// <summary>Takes one try; false where nothing is left.</summary>
    /// <param name="options">How large the budget is.</param>
    /// <param name="loop">The index of the calling loop.</param>
    /// <param name="now">Its milliseconds.</param>
    public bool TrySpend(RetryBudgetOptions options, int loop, long now)
    {
        var (requests, retries) = (0L, 0L);
        foreach (ref readonly var lane in _lanes.AsSpan())
        {
            lane.AddTo(ref requests, ref retries, now / SlotMilliseconds);
        }

        if ((retries + 1) * 100 > (requests * options.Percent) + (100L * options.MinPerSecond * WindowSeconds))
        {
            return false;
        }

        Lane(loop, now).CountRetry();
        return true;
    }

    private ref RetryLane Lane(int loop, long now)
    {
        ref var lane = ref _lanes[loop];
        lane.TurnTo(now / SlotMilliseconds);
        return ref lane;
    }
}
