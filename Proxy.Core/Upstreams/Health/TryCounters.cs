namespace Proxy.Core.Upstreams.Health;

/// <summary>What one loop has seen of one endpoint since its pool was made. Written by that loop only; others read it, a moment old.</summary>
internal struct TryCounters
{
    private long _asked;
    private long _ended;
    private long _judged;
    private long _failed;
    private long _timed;
    private long _latency;

    /// <summary>What they come to.</summary>
    public readonly TryTotals Totals => new(_asked, _ended, _judged, _failed, _timed, _latency);

    /// <summary>A request is about to be sent.</summary>
    public void Ask() => _asked++;

    /// <summary>A request that was sent, or begun, is awaited no longer.</summary>
    public void End() => _ended++;

    /// <summary>A try has shown whether the endpoint does its work.</summary>
    public void Judge(bool isFailure)
    {
        _judged++;
        _failed += isFailure ? 1 : 0;
    }

    /// <summary>A head came so many milliseconds after a request that had been sent whole.</summary>
    public void Time(long latency)
    {
        _timed++;
        _latency += latency;
    }
}
