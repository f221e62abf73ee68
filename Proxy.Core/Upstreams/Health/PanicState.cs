namespace Proxy.Core.Upstreams.Health;

/// <summary>Whether an upstream is in panic, and who is told of it. Changed under the group's lock.</summary>
/// <param name="totals">Where panics are counted.</param>
/// <param name="log">Who is told.</param>
internal sealed class PanicState(HealthTotals totals, HealthLog log)
{
    private volatile bool _isOn;

    public bool IsOn => _isOn;

    /// <summary>It is as that from now on.</summary>
    public void Set(bool isPanic, ReadOnlySpan<Candidate> candidates)
    {
        if (isPanic && !_isOn)
        {
            var (well, present) = (0, 0);
            foreach (var candidate in candidates)
            {
                well += candidate.Standing == Standing.Well ? 1 : 0;
                present += candidate.IsPresent ? 1 : 0;
            }

            totals.BeginPanic();
            log.PanicBegins(well, present);
        }
        else if (!isPanic && _isOn)
        {
            totals.EndPanic();
            log.PanicEnds();
        }

        _isOn = isPanic;
    }

    /// <summary>The upstream is gone.</summary>
    public void Close()
    {
        if (_isOn)
        {
            _isOn = false;
            totals.EndPanic();
        }
    }
}
