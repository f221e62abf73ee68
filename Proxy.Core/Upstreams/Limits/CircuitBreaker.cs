using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Limits;

/// <summary>
/// Lets an upstream that fails altogether alone for a while: closed, every try is let through and counted; open, none; half-open, a few. Shared by all loops
/// without a lock: every state is an object of its own, and whoever ends one puts another in its place.
/// </summary>
internal sealed class CircuitBreaker
{
    private readonly long _openFor;
    private CircuitPhase _phase;

    public CircuitBreaker(CircuitBreakerOptions options)
    {
        Options = options;
        _openFor = (long)options.OpenFor.TotalMilliseconds;
        _phase = Closed();
    }

    public CircuitBreakerOptions Options { get; }

    public CircuitState State => Volatile.Read(ref _phase).State;

    /// <summary>The breaker for these options: the one there is, where they have not changed.</summary>
    public static CircuitBreaker? For(CircuitBreakerOptions? options, CircuitBreaker? present) =>
        options is null ? null : options == present?.Options ? present : new CircuitBreaker(options);

    /// <summary>The phase in which a try begins, or null where it is not let through.</summary>
    /// <param name="now">The time in milliseconds.</param>
    public CircuitPhase? TryBegin(long now)
    {
        var phase = Volatile.Read(ref _phase);
        if (phase.State == CircuitState.Closed)
        {
            return phase;
        }

        if (phase.State == CircuitState.HalfOpen && phase.TryBeginTrial(Options.HalfOpenRequests))
        {
            return phase;
        }

        // Trials that are in no hurry to end must not keep it half-open for good.
        if (now < phase.Until)
        {
            return null;
        }

        phase = Replace(phase, new CircuitPhase(CircuitState.HalfOpen, now + _openFor, window: null));
        return phase.State == CircuitState.Closed || (phase.State == CircuitState.HalfOpen && phase.TryBeginTrial(Options.HalfOpenRequests)) ? phase : null;
    }

    /// <summary>A try is over.</summary>
    /// <param name="begun">The phase in which it began.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="now">The time in milliseconds.</param>
    public void End(CircuitPhase begun, TryOutcome outcome, long now)
    {
        if (begun != Volatile.Read(ref _phase))
        {
            return;
        }

        if (begun.State == CircuitState.Closed)
        {
            Count(begun, outcome, now);
        }
        else if (outcome == TryOutcome.Unknown)
        {
            begun.ForgetTrial();
        }
        else if (outcome == TryOutcome.Failed)
        {
            Open(begun, now);
        }
        else if (begun.CountSuccess() >= Options.HalfOpenRequests)
        {
            Replace(begun, Closed());
        }
    }

    /// <summary>Milliseconds until a try may be let through.</summary>
    public long Remaining(long now)
    {
        var phase = Volatile.Read(ref _phase);
        return phase.State == CircuitState.Closed ? 0 : Math.Max(0, phase.Until - now);
    }

    private void Count(CircuitPhase phase, TryOutcome outcome, long now)
    {
        if (outcome == TryOutcome.Unknown)
        {
            return;
        }

        phase.Window!.Add(now, outcome == TryOutcome.Failed);
        if (outcome == TryOutcome.Failed && IsTooMuch(phase.Window.Sum(now)))
        {
            Open(phase, now);
        }
    }

    private bool IsTooMuch((int Tries, int Failures) sum) =>
        sum.Failures >= Options.Failures
        || (sum.Tries >= Options.MinRequests && 100L * sum.Failures >= (long?)Options.FailureRate * sum.Tries);

    private void Open(CircuitPhase phase, long now) => Replace(phase, new CircuitPhase(CircuitState.Open, now + _openFor, window: null));

    private CircuitPhase Closed() => new(CircuitState.Closed, 0, new FailureWindow((long)Options.Window.TotalMilliseconds));

    // The one that holds from now on, be it another's.
    private CircuitPhase Replace(CircuitPhase phase, CircuitPhase next)
    {
        var seen = Interlocked.CompareExchange(ref _phase, next, phase);
        return seen == phase ? next : seen;
    }
}
