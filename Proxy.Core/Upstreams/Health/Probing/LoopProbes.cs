using Proxy.Core.Pipeline;

namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>The endpoints that one loop probes.</summary>
/// <param name="worker">Whose loop.</param>
internal sealed class LoopProbes(Worker worker)
{
    // All loops together begin a hundred a second: a thousand new endpoints do not get their first probe at once.
    private const int SpacingMilliseconds = 10;

    private readonly HashSet<EndpointProber> _probers = [];
    private long _nextStart;
    private int _assigned;

    public Worker Worker => worker;

    /// <summary>Endpoints that were given to this loop and not taken from it since; readable on any thread.</summary>
    public int Assigned => Volatile.Read(ref _assigned);

    /// <summary>Nothing is probed any more.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>An endpoint is given to this loop (+1) or taken from it (-1), on any thread.</summary>
    public void CountAssigned(int change) => Interlocked.Add(ref _assigned, change);

    public void Add(EndpointProber prober) => _probers.Add(prober);

    public void Remove(EndpointProber prober) => _probers.Remove(prober);

    /// <summary>How long the first probe of an endpoint waits for those of others, in milliseconds; less than the interval.</summary>
    public long TakeStart(long interval)
    {
        var start = Math.Max(_nextStart, worker.Loop.Now);
        _nextStart = start + (SpacingMilliseconds * worker.Loops);
        return (start - worker.Loop.Now) % interval;
    }

    /// <summary>Ends every probe, for good.</summary>
    public void Stop()
    {
        IsStopped = true;
        foreach (var prober in _probers.ToArray())
        {
            prober.End();
        }
    }
}
