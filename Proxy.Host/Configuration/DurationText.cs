namespace Proxy.Host.Configuration;

/// <summary>A time span as an operator writes it: <c>250ms</c>, <c>5s</c>, <c>2m</c>, <c>1h</c>.</summary>
internal static class DurationText
{
    /// <summary>The units, with what is likely meant where the unit is left out first.</summary>
    public static readonly (string Unit, long Factor)[] Units =
    [
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
    ];

    public static bool TryParse(string text, out TimeSpan value)
    {
        var parsed = UnitText.TryParse(text, Units, out var ticks);
        value = TimeSpan.FromTicks(ticks);
        return parsed;
    }
}
