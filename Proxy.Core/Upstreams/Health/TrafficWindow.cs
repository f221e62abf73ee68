namespace Proxy.Core.Upstreams.Health;

/// <summary>What an endpoint did in the time just past, looked at in regular intervals, and for how long it has been silent.</summary>
internal sealed class TrafficWindow
{
    /// <summary>Intervals in a window.</summary>
    public const int Intervals = 10;

    private readonly TryTotals[] _past = new TryTotals[Intervals];
    private TryTotals _heard; // when it had last answered, well or not
    private long _silentSince;
    private int _next;

    /// <summary>A window that begins.</summary>
    /// <inheritdoc cref="Begin"/>
    public static TrafficWindow From(in TryTotals totals, long now)
    {
        var window = new TrafficWindow();
        window.Begin(totals, now);
        return window;
    }

    /// <summary>Begins anew.</summary>
    /// <param name="totals">What was counted up to now.</param>
    /// <param name="now">The time in milliseconds.</param>
    public void Begin(in TryTotals totals, long now)
    {
        Array.Fill(_past, totals);
        (_heard, _silentSince) = (totals, now);
    }

    /// <summary>An interval is over: what there was in the window that ends with it.</summary>
    /// <inheritdoc cref="Begin"/>
    public Traffic Advance(in TryTotals totals, long now)
    {
        var recent = totals - _past[_next];
        _past[_next] = totals;
        _next = (_next + 1) % Intervals;
        if (totals.Judged != _heard.Judged)
        {
            (_heard, _silentSince) = (totals, now);
        }

        // Balancing may avoid it already: what waits speaks, too.
        var unanswered = Math.Max(totals.Waiting, totals.Asked - _heard.Asked);
        _silentSince = unanswered == 0 ? now : _silentSince;
        return new Traffic(recent, unanswered, now - _silentSince);
    }
}
