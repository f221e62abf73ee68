namespace Proxy.Core.Upstreams.Limits;

/// <summary>A count that several threads raise, and none past a bound.</summary>
internal static class BoundedCount
{
    /// <summary>Raises it by one, where it is below the bound.</summary>
    public static bool TryIncrement(ref int count, int bound)
    {
        if (bound == int.MaxValue)
        {
            Interlocked.Increment(ref count);
            return true;
        }

        var now = Volatile.Read(ref count);
        while (now < bound)
        {
            var seen = Interlocked.CompareExchange(ref count, now + 1, now);
            if (seen == now)
            {
                return true;
            }

            now = seen;
        }

        return false;
    }
}
