namespace Proxy.Host.Configuration;

/// <summary>A time span as an operator writes it: <c>250ms</c>, <c>5s</c>, <c>2m</c>, <c>1h</c>.</summary>
internal static class DurationText
{
    public static bool TryParse(string text, out TimeSpan value)
    {
        var parsed = UnitText.TryParse(
            text,
            [
                ("ms", TimeSpan.TicksPerMillisecond),
                ("s", TimeSpan.TicksPerSecond),
                ("m", TimeSpan.TicksPerMinute),
                ("h", TimeSpan.TicksPerHour),
            ],
            out var ticks);
        value = TimeSpan.FromTicks(ticks);
        return parsed;
    }
}
