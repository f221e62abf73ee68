using System.Globalization;
using Proxy.Benchmarks.Compare.Reporting;

namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>Figures of several rounds as people read them.</summary>
internal static class Figures
{
    public const string Never = "never";

    /// <summary>Median and, where rounds differ, extremes; a round without a value had none before its end: that is longer than any.</summary>
    public static string Spread(IEnumerable<double?> values, double divisor = 1)
    {
        var sorted = values.Select(value => value ?? double.PositiveInfinity).Order().ToArray();
        if (sorted.Length == 0)
            return "–";

        // Of an even number the worse one: a mean of "never" and something says nothing.
        var median = Number(sorted[sorted.Length / 2], divisor);
        var (least, most) = (Number(sorted[0], divisor), Number(sorted[^1], divisor));
        return least == most ? median : $"{median} ({least}–{most})";
    }

    public static string Spread(IEnumerable<int?> values, double divisor = 1) => Spread(values.Select(value => (double?)value), divisor);

    public static string Milliseconds(int? microseconds) => microseconds is { } value ? Units.Number(value / 1000.0) + " ms" : "–";

    public static string Seconds(double? seconds) => seconds is { } value ? Units.Number(value) + " s" : Never;

    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Number(double value, double divisor) => double.IsInfinity(value) ? Never : Units.Number(value / divisor);
}
