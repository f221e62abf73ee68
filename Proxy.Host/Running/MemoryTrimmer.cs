namespace Proxy.Host.Running;

/// <summary>
/// Has the collector give back what a burst of connections, or a reload, left behind. A proxy that allocates nothing for its requests never makes the collector
/// run, so that their objects would stay for good.
/// </summary>
internal sealed class MemoryTrimmer : IDisposable
{
    private const int BurstConnections = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Func<int> _countConnections;
    private readonly Func<long> _countReloads;
    private readonly Action _collect;
    private readonly Timer _timer;
    private long _reloads;
    private int _peak;
    private int _calmLooks;

    /// <param name="countConnections">How many clients are connected now.</param>
    /// <param name="countReloads">How many reloads there were; null for none.</param>
    /// <param name="collect">Collects; null for the real thing.</param>
    public MemoryTrimmer(Func<int> countConnections, Func<long>? countReloads = null, Action? collect = null)
    {
        (_countConnections, _countReloads, _collect) = (countConnections, countReloads ?? (static () => 0), collect ?? Collect);
        _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>
    /// Looks whether a burst is over: less than half of the connections of the peak are left. The pools let go step by step of what they kept, hence two
    /// collections: at once, and when they are done.
    /// </summary>
    public void Look()
    {
        var reloads = _countReloads();
        if (reloads != _reloads)
        {
            // However many there were: the configurations before are all of no use any more.
            _reloads = reloads;
            _collect();
        }

        const int looksUntilPoolsAreTrimmed = 6;
        var open = _countConnections();
        _peak = Math.Max(_peak, open);
        if (_peak < BurstConnections || open > _peak / 2)
        {
            _calmLooks = 0;
            return;
        }

        _calmLooks++;
        if (_calmLooks == 1)
        {
            _collect();
        }
        else if (_calmLooks == looksUntilPoolsAreTrimmed)
        {
            _collect();
            (_peak, _calmLooks) = (open, 0);
        }
    }

    public void Dispose() => _timer.Dispose();

    // The heap is small: what lives outside of it are pinned buffers, which are not moved. A pause of some milliseconds, once a burst.
    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
