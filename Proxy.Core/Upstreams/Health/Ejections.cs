namespace Proxy.Core.Upstreams.Health;

/// <summary>Takes endpoints of one upstream out, and back. Under the group's lock.</summary>
/// <param name="health">The upstream's.</param>
/// <param name="totals">Where ejections are counted.</param>
/// <param name="log">Who is told.</param>
internal sealed class Ejections(GroupHealth health, HealthTotals totals, HealthLog log)
{
    /// <summary>Takes an endpoint out, where there are others to be asked and its share allows it.</summary>
    public void TryEject(EndpointHealth endpoint, EjectionCause cause)
    {
        if (endpoint.Endpoint.IsRemoved || !MayEject(endpoint, cause))
        {
            return;
        }

        var now = health.Now;
        endpoint.Eject(cause, now, health.Policy);
        totals.CountEjection();
        log.Ejected(endpoint, endpoint.Until - now);
    }

    /// <summary>Nothing is held against an endpoint any more.</summary>
    public void Return(EndpointHealth endpoint)
    {
        if (endpoint.Phase != HealthPhase.In)
        {
            var now = health.Now;
            endpoint.Return(now);
            endpoint.Window?.Begin(endpoint.Endpoint.SumTries(), now);
            log.Returned(endpoint);
        }
    }

    /// <summary>Ends those whose time is over.</summary>
    public void EndDue(EndpointMember[] members, long now)
    {
        var isAlone = members.Count(Standings.IsPresent) < 2;
        foreach (var endpoint in members.Select(member => member.Endpoint.Health))
        {
            if (isAlone)
            {
                // There is nobody to be asked in its place, and nothing to be tried out.
                Return(endpoint);
            }
            else if (endpoint.Phase == HealthPhase.Ejected && now >= endpoint.Until)
            {
                endpoint.BeginTrial();
            }
        }
    }

    // What cannot be reached at all bears no load: that it is out burdens nobody, whatever the share. Everything else is bounded.
    private bool MayEject(EndpointHealth endpoint, EjectionCause cause)
    {
        var present = health.Members.Where(Standings.IsPresent).Select(member => member.Endpoint.Health).ToArray();
        if (endpoint.Phase == HealthPhase.Ejected || present.Length < 2)
        {
            return false;
        }

        var percent = health.Policy.MaxEjectedPercent;
        var most = percent == 0 ? 0 : Math.Max(1, present.Length * percent / 100);
        return cause == EjectionCause.Unreachable
            || endpoint.Phase == HealthPhase.OnTrial
            || (present.Count(each => each.Phase != HealthPhase.In) < most && present.Any(each => each != endpoint && each.Phase == HealthPhase.In));
    }
}
