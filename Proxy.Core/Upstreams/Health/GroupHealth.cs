using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Health;

/// <summary>
/// Sees to the health of one upstream's endpoints: who is ejected and for how long, who is on trial or warms up, and what set follows from that. All of it happens
/// under the group's lock, on threads of the pool; a timer runs only while something is due. Loops read <see cref="Policy"/>, and hand over what is not theirs.
/// </summary>
internal sealed class GroupHealth
{
    private static readonly Action<GroupHealth> Watching = static health => health.Run(health._watch.Begin);

    private readonly EndpointGroup _group;
    private readonly HealthServices _services;
    private readonly HealthLog _log;
    private readonly HealthTimer _timer;
    private readonly Ejections _ejections;
    private readonly OutlierWatch _watch;
    private readonly PanicState _panic;
    private volatile HealthPolicy _policy;
    private bool _hasBegun;

    public GroupHealth(EndpointGroup group, HealthServices services)
    {
        (_group, _services, _policy) = (group, services, new HealthPolicy(group.Options));
        _log = new HealthLog(services.Logger, group.Options.Name);
        _timer = new HealthTimer(services.Clock, () => Run(() => _watch!.Look(Now)));
        _ejections = new Ejections(this, services.Totals, _log);
        _watch = new OutlierWatch(this, _ejections);
        _panic = new PanicState(services.Totals, _log);
    }

    public HealthPolicy Policy => _policy;

    public EndpointMember[] Members => _group.Members;

    /// <summary>Milliseconds, as the loops' clocks have them.</summary>
    public long Now => LoopClock.Read(_services.Clock);

    /// <summary>Too few endpoints are well, and others are asked too.</summary>
    public bool IsPanicking => _panic.IsOn;

    /// <summary>Something is asked of an endpoint. Called with every try.</summary>
    public void NoteTraffic()
    {
        if (_watch.TryClaim())
        {
            ThreadPool.UnsafeQueueUserWorkItem(Watching, this, preferLocal: false);
        }
    }

    /// <summary>An endpoint has failed as often as it may, or in its trial.</summary>
    public void OnFailing(EndpointHealth endpoint)
    {
        Run(() =>
        {
            var most = Policy.ConsecutiveFailures;
            if (endpoint.Phase == HealthPhase.OnTrial || (most > 0 && endpoint.Failures >= most))
            {
                _ejections.TryEject(endpoint, endpoint.LastFailure == TryFailure.Connection ? EjectionCause.Unreachable : EjectionCause.Failures);
            }
        });
        endpoint.EndHandOver();
    }

    /// <summary>An endpoint that was held to be ill has answered.</summary>
    public void OnAnswering(EndpointHealth endpoint)
    {
        Run(() => _ejections.Return(endpoint));
        endpoint.EndHandOver();
    }

    /// <summary>The group has these options and members from now on. Under the group's lock.</summary>
    public void Follow(UpstreamOptions options, EndpointMember[] members)
    {
        _policy = new HealthPolicy(options);
        _watch.Follow();
        foreach (var member in members.Where(_ => _policy.IsOff))
        {
            _ejections.Return(member.Endpoint.Health);
        }
    }

    /// <summary>The group is gone. Under its lock.</summary>
    public void Close()
    {
        _timer.Dispose();
        _watch.Close();
        _panic.Close();
    }

    /// <summary>The set that follows from how everyone stands now: the present one where nothing has changed. Under the group's lock.</summary>
    public EndpointSet Decide(EndpointMember[] members, EndpointSet present)
    {
        var now = Now;
        _ejections.EndDue(members, now);
        var candidates = Array.ConvertAll(members, member => CandidateOf(member, now));
        var (weights, isPanic) = Eligibility.Decide(candidates, _policy.Rules);
        _hasBegun |= members.Length > 0;
        _panic.Set(isPanic, candidates);
        _timer.Set(Deadline(members, now) - now);
        return EndpointSet.Of(members, weights, present);
    }

    /// <summary>How an endpoint is, to be shown; on any thread.</summary>
    public HealthStatus Describe(EndpointMember member, EndpointSet set)
    {
        var (health, now, at) = (member.Endpoint.Health, Now, Array.IndexOf(set.Endpoints, member.Endpoint));
        return new HealthStatus(member, Standings.Of(member), at >= 0)
        {
            Weight = at >= 0 ? set.Weights[at] : 0,
            Cause = health.Phase == HealthPhase.In ? EjectionCause.None : health.Cause,
            EjectedFor = TimeSpan.FromMilliseconds(health.Phase == HealthPhase.Ejected ? Math.Max(0, health.Until - now) : 0),
            ConsecutiveFailures = health.Failures,
            Ejections = health.Ejections,
            WarmPercent = WarmUp.Percent(health.WarmSince, now, _policy.SlowStart),
        };
    }

    private Candidate CandidateOf(EndpointMember member, long now)
    {
        var (health, standing) = (member.Endpoint.Health, Standings.Of(member));
        if (standing == Standing.Well && health.LastStanding != Standing.Well)
        {
            // All that were there from the beginning are as warm as each other.
            health.WarmSince = _hasBegun ? now : WarmUp.Never;
        }

        health.LastStanding = standing;
        return new Candidate(member.Weight, standing)
        {
            Priority = member.Priority,
            IsAway = _group.Options.Zone is { } own && member.Zone != own,
            WarmPercent = standing == Standing.Well ? WarmUp.Percent(health.WarmSince, now, _policy.SlowStart) : 100,
        };
    }

    private long Deadline(EndpointMember[] members, long now)
    {
        var next = _watch.Next;
        foreach (var health in members.Select(member => member.Endpoint.Health))
        {
            next = Math.Min(next, health.Phase == HealthPhase.Ejected ? health.Until : WarmUp.NextStep(health.WarmSince, now, _policy.SlowStart));
        }

        return next;
    }

    private void Run(Action action)
    {
        try
        {
            _group.Change(action);
        }
        catch (Exception exception)
        {
            _log.Failed(exception);
        }
    }
}
