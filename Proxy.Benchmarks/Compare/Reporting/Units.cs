using System.Globalization;
using Proxy.Benchmarks.Compare.Results;

namespace Proxy.Benchmarks.Compare.Reporting;

/// <summary>Numbers as people read them.</summary>
internal static class Units
{
    /// <summary>About three digits, thousands grouped.</summary>
    public static string Number(double value) => value switch
    {
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    /// <summary>Median and, in parentheses, minimum and maximum; <paramref name="divisor"/> changes the unit.</summary>
    public static string Spread(Summary summary, double divisor = 1) =>
        $"{Number(summary.Median / divisor)} ({Number(summary.Min / divisor)}–{Number(summary.Max / divisor)})";

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + "×";
}
