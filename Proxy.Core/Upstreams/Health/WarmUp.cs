namespace Proxy.Core.Upstreams.Health;

/// <summary>Slow start: an endpoint that comes, or comes back, has a part of its weight at first, which grows in equal steps.</summary>
internal static class WarmUp
{
    /// <summary>How many steps it takes to the whole weight.</summary>
    public const int Steps = 20;

    /// <summary>The start of what needs no warming up.</summary>
    public const long Never = long.MinValue;

    /// <summary>Percent of the weight it has now.</summary>
    /// <param name="since">When it began, in milliseconds, or <see cref="Never"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="length">How long it takes in all; 0 for no slow start.</param>
    public static int Percent(long since, long now, long length) =>
        IsOver(since, now, length) ? 100 : 100 / Steps * (1 + (int)((now - since) * Steps / length));

    /// <summary>When it has more of its weight; <see cref="long.MaxValue"/> where it has all of it.</summary>
    /// <inheritdoc cref="Percent"/>
    public static long NextStep(long since, long now, long length)
    {
        if (Percent(since, now, length) == 100)
        {
            return long.MaxValue;
        }

        // Rounded up: at that very time the step is taken.
        var step = ((now - since) * Steps / length) + 1;
        return since + (((step * length) + Steps - 1) / Steps);
    }

    private static bool IsOver(long since, long now, long length) => since == Never || length == 0 || now - since >= length;
}
