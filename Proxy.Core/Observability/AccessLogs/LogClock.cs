using System.Globalization;
using System.Text;

namespace Proxy.Core.Observability.AccessLogs;

/// <summary>The time of day as log lines have it, in UTC. The system is asked, and the text rendered, once a second; in between the loop's clock counts on.</summary>
internal sealed class LogClock(TimeProvider clock)
{
    private const long Second = 1000;

    private readonly byte[] _combined = new byte["31/Jan/2026:12:00:00 +0000".Length];
    private readonly byte[] _iso = new byte["2026-01-31T12:00:00.000Z".Length];
    private long _offset; // from the loop's milliseconds to those of the calendar
    private long _begin = long.MinValue; // of the second rendered, in milliseconds of the calendar

    /// <summary>As the combined format has it.</summary>
    public ReadOnlySpan<byte> Combined => _combined;

    /// <summary>As ISO 8601 has it, with milliseconds.</summary>
    public ReadOnlySpan<byte> Iso => _iso;

    /// <summary>Sets the time.</summary>
    /// <param name="now">The loop's milliseconds.</param>
    public void Set(long now)
    {
        var time = now + _offset;
        if (_begin == long.MinValue || time >= _begin + Second)
        {
            time = Render(now);
        }

        var milliseconds = (int)(time - _begin);
        _iso[^4] = (byte)('0' + (milliseconds / 100));
        _iso[^3] = (byte)('0' + (milliseconds / 10 % 10));
        _iso[^2] = (byte)('0' + (milliseconds % 10));
    }

    private long Render(long now)
    {
        var today = clock.GetUtcNow();
        var time = today.ToUnixTimeMilliseconds();
        _offset = time - now;
        _begin = time - today.Millisecond;
        Encoding.ASCII.GetBytes(today.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture), _combined);
        Encoding.ASCII.GetBytes(today.ToString("yyyy-MM-ddTHH:mm:ss.000Z", CultureInfo.InvariantCulture), _iso);
        return time;
    }
}
