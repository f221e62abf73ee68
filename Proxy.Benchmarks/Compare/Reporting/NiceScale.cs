namespace Proxy.Benchmarks.Compare.Reporting;

/// <summary>An axis from zero with round numbers at its ticks.</summary>
/// <param name="Step">Distance of the ticks: 1, 2 or 5 times a power of ten.</param>
/// <param name="Maximum">The last tick, not below the greatest value.</param>
internal readonly record struct NiceScale(double Step, double Maximum)
{
    /// <summary>A scale for values up to <paramref name="greatest"/> with three to six ticks after zero.</summary>
    public static NiceScale For(double greatest)
    {
        const int MostTicks = 5;
        var rough = Math.Max(greatest, 1e-9) / MostTicks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = (rough / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
        return new NiceScale(step, step * Math.Ceiling(greatest / step));
    }

    public IEnumerable<double> Ticks()
    {
        var count = (int)Math.Round(Maximum / Step);
        for (var i = 0; i <= count; i++)
            yield return i * Step;
    }
}
