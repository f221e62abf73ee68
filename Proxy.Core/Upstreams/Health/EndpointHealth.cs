using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Health;

/// <summary>
/// What is known of one endpoint by how its tries went. Loops tell it how each went, and read it with each choice; they write it only where something has changed.
/// Everything else is its <see cref="GroupHealth"/>'s to do, under the group's lock.
/// </summary>
/// <param name="endpoint">Whose it is.</param>
internal sealed class EndpointHealth(Endpoint endpoint)
{
    /// <summary>Milliseconds between two trials of an endpoint: what hangs must not gather requests.</summary>
    public const long TrialSpacing = 1000;

    // So often at most a failing endpoint is looked at that may not be ejected.
    private const long LookSpacing = 1000;

    private static readonly Action<EndpointHealth> Failing = static health => health.Endpoint.Group.Health.OnFailing(health);
    private static readonly Action<EndpointHealth> Answering = static health => health.Endpoint.Group.Health.OnAnswering(health);

    private volatile HealthPhase _phase;
    private volatile TryFailure _lastFailure;
    private int _failures;
    private int _isHandedOver;
    private long _nextTrial;
    private long _nextLook = long.MinValue;
    private long _evidenceFrom = long.MinValue; // tries that began before say nothing any more

    public Endpoint Endpoint { get; } = endpoint;

    public HealthPhase Phase => _phase;

    /// <summary>Failures since the last success.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>What the last failure was.</summary>
    public TryFailure LastFailure => _lastFailure;

    /// <summary>The group is about to look at it.</summary>
    public bool IsHandedOver => Volatile.Read(ref _isHandedOver) != 0;

    /// <summary>Why it is out, or was last.</summary>
    public EjectionCause Cause { get; private set; }

    /// <summary>When its ejection ends, or ended.</summary>
    public long Until { get; private set; }

    /// <summary>Ejections that are not forgotten yet.</summary>
    public int Ejections { get; private set; }

    /// <summary>When it came back; to be forgiven in time.</summary>
    public long BackSince { get; private set; }

    /// <summary>When its slow start began.</summary>
    public long WarmSince { get; set; } = WarmUp.Never;

    /// <summary>How it stood when the set was made last, or null before that.</summary>
    public Standing? LastStanding { get; set; }

    /// <summary>What it did in the time just past; null while nobody looks.</summary>
    public TrafficWindow? Window { get; set; }

    /// <summary>
    /// Whether a request may go to it now. One on trial takes a request only now and then: whether it works shows by the first, and all that came with that would
    /// share its fate.
    /// </summary>
    public bool Admits() => _phase != HealthPhase.OnTrial || TakesTrial(EventLoop.Current?.Now ?? Endpoint.Group.Health.Now);

    /// <summary>A try is over.</summary>
    /// <param name="failure">What it says.</param>
    /// <param name="began">When it began, by the clock of its loop.</param>
    public void Note(TryFailure failure, long began)
    {
        if (failure != TryFailure.None)
        {
            Fail(failure, began);
        }
        else if (_phase != HealthPhase.In)
        {
            Answer(began);
        }
        else if (Volatile.Read(ref _failures) != 0)
        {
            Volatile.Write(ref _failures, 0);
        }
    }

    /// <summary>Whether a trial may begin.</summary>
    public bool TakesTrial(long now)
    {
        var next = Volatile.Read(ref _nextTrial);
        if (now < next || Interlocked.CompareExchange(ref _nextTrial, now + TrialSpacing, next) != next)
        {
            return false;
        }

        Interlocked.CompareExchange(ref _evidenceFrom, now, long.MaxValue);
        return true;
    }

    /// <summary>For how long trials have been under way without telling anything.</summary>
    public long TrialTime(long now) => _phase == HealthPhase.OnTrial ? Math.Max(0, now - Volatile.Read(ref _evidenceFrom)) : 0;

    /// <summary>It is out from now on, longer each time.</summary>
    public void Eject(EjectionCause cause, long now, HealthPolicy policy)
    {
        var isForgotten = _phase == HealthPhase.In && now - BackSince >= policy.MaxEjectionTime;
        (Ejections, Cause) = (isForgotten ? 1 : Ejections + 1, cause);
        Until = now + Math.Min(policy.EjectionTime * Ejections, policy.MaxEjectionTime);
        Volatile.Write(ref _evidenceFrom, now);
        _phase = HealthPhase.Ejected;
    }

    /// <summary>Its ejection is over.</summary>
    public void BeginTrial()
    {
        Volatile.Write(ref _evidenceFrom, long.MaxValue);
        Volatile.Write(ref _nextTrial, long.MinValue);
        _phase = HealthPhase.OnTrial;
    }

    /// <summary>It is well again.</summary>
    public void Return(long now)
    {
        BackSince = now;
        Volatile.Write(ref _nextLook, long.MinValue);
        Volatile.Write(ref _failures, 0);
        _phase = HealthPhase.In;
    }

    /// <summary>What was handed over is seen to.</summary>
    public void EndHandOver() => Volatile.Write(ref _isHandedOver, 0);

    private void Fail(TryFailure failure, long began)
    {
        if (began < Volatile.Read(ref _evidenceFrom))
        {
            return;
        }

        _lastFailure = failure;
        var (failures, most) = (Interlocked.Increment(ref _failures), Endpoint.Group.Health.Policy.ConsecutiveFailures);
        var isMany = _phase == HealthPhase.In && most > 0 && failures >= most && began >= Volatile.Read(ref _nextLook);
        if ((isMany || _phase == HealthPhase.OnTrial) && HandOver(Failing))
        {
            Volatile.Write(ref _nextLook, began + LookSpacing);
        }
    }

    // Where nobody is well, the dead are asked as well, and one of them may be alive.
    private void Answer(long began)
    {
        if (began >= Volatile.Read(ref _evidenceFrom) && (_phase == HealthPhase.OnTrial || Cause == EjectionCause.Unreachable))
        {
            HandOver(Answering);
        }
    }

    // A loop takes no lock.
    private bool HandOver(Action<EndpointHealth> action) =>
        Interlocked.Exchange(ref _isHandedOver, 1) == 0 && ThreadPool.UnsafeQueueUserWorkItem(action, this, preferLocal: false);
}
