using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>
/// Probes one endpoint, again and again, on one loop, never twice at a time. What is asked and until when is told from other threads; what was found out is read there.
/// </summary>
internal sealed class EndpointProber : ILoopTimerOwner
{
    private static readonly Action<object?> Taking = static state =>
    {
        var (prober, check) = ((EndpointProber, ProbeCheck?))state!;
        prober.Take(check);
    };

    private readonly Lock _telling = new(); // taken by no loop
    private readonly Endpoint _endpoint;
    private readonly LoopTimer _timer;
    private volatile ProbeStatus _status;
    private ProbeCheck? _wanted;
    private LoopProbes? _lane;
    private TimeProvider _clock = TimeProvider.System;

    // Of the loop.
    private ProbeCheck? _check;
    private Probe? _probe;
    private bool _hasEnded;

    /// <param name="endpoint">Who is probed.</param>
    /// <param name="check">How.</param>
    /// <param name="state">What is believed before the first probe.</param>
    public EndpointProber(Endpoint endpoint, ProbeCheck check, ProbeState state)
    {
        (_endpoint, _wanted, _status) = (endpoint, check, new ProbeStatus(state));
        _timer = new LoopTimer(this);
    }

    /// <summary>What is known of the endpoint.</summary>
    public ProbeStatus Status => _status;

    private Worker Worker => _lane!.Worker;

    /// <summary>Probes on that loop from now on. Never on a loop.</summary>
    /// <param name="lane">Of the loop.</param>
    /// <param name="clock">Tells when a probe ended.</param>
    public void Begin(LoopProbes lane, TimeProvider clock)
    {
        lock (_telling)
        {
            if (_wanted is not null)
            {
                (_lane, _clock) = (lane, clock);
                lane.CountAssigned(+1);
                Tell();
            }
        }
    }

    /// <summary>Probes in that way from now on; what was found out stays. Never on a loop.</summary>
    public void Change(ProbeCheck check)
    {
        lock (_telling)
        {
            if (_wanted is not null)
            {
                _wanted = check;
                Tell();
            }
        }
    }

    /// <summary>Probes no more, for good. Never on a loop.</summary>
    public void Stop()
    {
        lock (_telling)
        {
            if (_wanted is not null)
            {
                _wanted = null;
                _lane?.CountAssigned(-1);
                Tell();
            }
        }
    }

    /// <summary>Probes no more, at once; on its loop.</summary>
    public void End()
    {
        _hasEnded = true;
        _lane!.Remove(this);
        Worker.Loop.Timers.Remove(_timer);
        _probe?.Abort();
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer)
    {
        // A probe may still be opening its connection for a check that has changed meanwhile: the next one follows it.
        if (_probe is null && !_hasEnded)
        {
            _ = RunAsync(_check!);
        }
    }

    private void Tell() => _lane?.Worker.Loop.Post(Taking, (this, _wanted));

    private void Take(ProbeCheck? check)
    {
        if (_hasEnded || (_check is not null && check?.IsSameAs(_check) == true))
        {
            return;
        }

        if (check is null || _lane!.IsStopped)
        {
            End();
            return;
        }

        // What is found out in the old way says nothing any more; the new one may be what the operator waits for.
        _lane.Add(this);
        _check = check;
        _probe?.Abort();
        Worker.Loop.SetTimer(_timer, _lane.TakeStart(check.Interval));
    }

    private async Detached RunAsync(ProbeCheck check)
    {
        var (loop, began, result) = (Worker.Loop, Worker.Loop.Now, ProbeResult.Void(""));
        _probe = new Probe(Worker, check);
        Worker.Counters.ProbesSent++;
        try
        {
            result = await _probe.RunAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            loop.OnFault(exception);
        }

        _probe = null;
        if (_hasEnded)
        {
            return;
        }

        if (check == _check)
        {
            Note(result, check);
            loop.SetTimer(_timer, Math.Max(0, began + check.NextInterval(Worker.Random) - loop.Now));
        }
        else if (_timer.Due == LoopTimer.Never)
        {
            loop.SetTimer(_timer, 0);
        }
    }

    private void Note(ProbeResult result, ProbeCheck check)
    {
        var before = _status;
        _status = before.After(result, check.Options, _clock.GetUtcNow());
        Worker.Counters.ProbesFailed += result.Outcome == ProbeOutcome.Bad ? 1 : 0;
        if (_status.State != before.State)
        {
            var notice = new ProbeNotice(_endpoint, _status, wasDown: before.State == ProbeState.Down, Worker.Loop.Logger);
            ThreadPool.UnsafeQueueUserWorkItem(notice, preferLocal: false);
        }
    }
}
