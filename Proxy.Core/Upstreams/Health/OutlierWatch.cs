namespace Proxy.Core.Upstreams.Health;

/// <summary>
/// Compares the endpoints of one upstream with each other, again and again while there is traffic. Under the group's lock, but for <see cref="TryClaim"/>.
/// </summary>
/// <param name="health">The upstream's.</param>
/// <param name="ejections">Takes out what stands out.</param>
internal sealed class OutlierWatch(GroupHealth health, Ejections ejections)
{
    private volatile bool _isWanted;
    private bool _isWatching;
    private long _next;

    /// <summary>When endpoints are to be compared next; <see cref="long.MaxValue"/> while nobody watches.</summary>
    public long Next => _isWatching ? _next : long.MaxValue;

    /// <summary>True for the first who comes with traffic while nobody watches: it is to have <see cref="Begin"/> called.</summary>
    public bool TryClaim()
    {
        if (!_isWanted)
        {
            return false;
        }

        _isWanted = false;
        return true;
    }

    /// <summary>Members or options are others.</summary>
    public void Follow() => _isWanted = !_isWatching && MayCompare;

    public void Begin()
    {
        if (_isWatching || !MayCompare)
        {
            return;
        }

        var now = health.Now;
        (_isWatching, _next) = (true, now + health.Policy.Interval);
        foreach (var endpoint in health.Members.Select(member => member.Endpoint))
        {
            endpoint.Health.Window = endpoint.SumTries() is var totals && totals == default ? null : TrafficWindow.From(totals, now);
        }
    }

    /// <summary>Nobody is compared any more.</summary>
    public void Close() => _isWanted = _isWatching = false;

    /// <summary>Compares, where it is time.</summary>
    public void Look(long now)
    {
        if (now < Next)
        {
            return;
        }

        _next = now + health.Policy.Interval;
        if (!Compare(now) || !MayCompare)
        {
            // Nobody asks anything: the next request begins it again.
            Array.ForEach(health.Members, member => member.Endpoint.Health.Window = null);
            _isWatching = false;
            Follow();
        }
    }

    private bool MayCompare => health.Members.Length > 1 && health.Policy.Compares;

    // Whether there was any traffic.
    private bool Compare(long now)
    {
        var (compared, traffic, isBusy) = (new List<EndpointHealth>(), new List<Traffic>(), false);
        foreach (var member in health.Members)
        {
            var (endpoint, totals) = (member.Endpoint.Health, member.Endpoint.SumTries());
            if (totals == default)
            {
                // Most of a thousand may never be asked.
                continue;
            }

            endpoint.Window ??= TrafficWindow.From(default, now);
            var seen = endpoint.Window.Advance(totals, now);
            isBusy |= seen.Recent.Asked > 0 || seen.Recent.Judged > 0 || totals.Waiting > 0;
            if (Standings.Of(member) == Standing.Well)
            {
                compared.Add(endpoint);
                traffic.Add(seen);
            }
            else if (health.Policy.MaxSilence > 0 && endpoint.TrialTime(now) >= health.Policy.MaxSilence)
            {
                ejections.TryEject(endpoint, EjectionCause.Silence);
            }
        }

        foreach (var outlier in OutlierDetector.Find([.. traffic], health.Policy))
        {
            ejections.TryEject(compared[outlier.Index], outlier.Cause);
        }

        return isBusy;
    }
}
