namespace Proxy.Tests.Kit;

/// <summary>How long a test waits for what has to happen; reached only by a test that fails.</summary>
internal static class Patience
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(15);

    /// <summary>Waits for a condition that some other thread brings about.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what, TimeSpan? time = null)
    {
        var until = DateTime.UtcNow + (time ?? Time);
        while (!condition())
        {
            if (DateTime.UtcNow > until)
            {
                throw new TimeoutException($"Waited in vain: {what}");
            }

            await Task.Delay(1);
        }
    }

    /// <summary>Gives a condition some time to come about, where nothing is wrong if it does not.</summary>
    public static async Task BrieflyAsync(Func<bool> condition, TimeSpan time)
    {
        for (var until = DateTime.UtcNow + time; !condition() && DateTime.UtcNow < until;)
        {
            await Task.Delay(1);
        }
    }

    /// <summary>Waits until a count no longer grows: a quarter of a second without a change.</summary>
    public static async Task UntilStillAsync(Func<long> count, string what)
    {
        var (last, unchanged) = (count(), 0);
        await UntilAsync(
            () =>
            {
                var now = count();
                (unchanged, last) = (now == last && now > 0 ? unchanged + 1 : 0, now);
                return unchanged > 250;
            },
            what);
    }
}
