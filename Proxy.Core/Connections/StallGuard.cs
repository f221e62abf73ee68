using System.IO.Pipelines;
using Proxy.Core.Transport;

namespace Proxy.Core.Connections;

/// <summary>
/// Bounds the waits for one side of one peer: each by an idle time, and all together by a least data rate, of which only time spent waiting counts. At the
/// bound the pending operation is canceled and <see cref="Expired"/> stands. Touched only when there is a wait: most messages need none.
/// </summary>
internal sealed class StallGuard : ILoopTimerOwner
{
    private readonly EventLoop _loop;
    private readonly LoopTimer _timer;
    private PipeReader? _reader;
    private PipeWriter? _writer;
    private StallLimits _limits = new(0);
    private bool _fromFirstByte;
    private bool _countsWait;
    private long _waited;
    private long _beganAt;

    public StallGuard(EventLoop loop)
    {
        _loop = loop;
        _timer = new LoopTimer(this);
    }

    /// <summary>A wait was ended by this guard.</summary>
    public bool Expired { get; private set; }

    /// <summary>Guards one side of a pipe from now on.</summary>
    /// <param name="reader">The side that reads, or null.</param>
    /// <param name="writer">The side that writes, or null.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="fromFirstByte">The wait for the first byte is free of the rate: the peer may be waiting for somebody else.</param>
    public void Watch(PipeReader? reader, PipeWriter? writer, StallLimits limits, bool fromFirstByte = false) =>
        (_reader, _writer, _limits, _fromFirstByte, _waited, Expired) = (reader, writer, limits, fromFirstByte, 0, false);

    /// <summary>A wait begins; so many bytes were moved before it.</summary>
    public void Begin(long bytesMoved)
    {
        var limit = _limits.Idle;
        _countsWait = !_fromFirstByte || bytesMoved > 0;
        if (_limits.Rate > 0 && _countsWait)
        {
            // The waiting that the bytes moved so far have earned.
            var earned = _limits.Grace + (bytesMoved > long.MaxValue / 1000 ? limit : bytesMoved * 1000 / _limits.Rate) - _waited;
            limit = Math.Clamp(earned, 0, limit);
        }

        BeginUntil(_loop.Now + limit);
    }

    /// <summary>A wait begins that has to end at a point in the loop's time.</summary>
    public void BeginUntil(long due)
    {
        _beganAt = _loop.Now;
        _loop.Timers.Set(_timer, due);
    }

    /// <summary>The wait is over.</summary>
    public void End()
    {
        _waited += _countsWait ? _loop.Now - _beganAt : 0;
        _timer.Cancel();
    }

    /// <summary>Lets go of what was guarded.</summary>
    public void Clear()
    {
        _timer.Cancel();
        (_reader, _writer) = (null, null);
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer)
    {
        Expired = true;
        _reader?.CancelPendingRead();
        _writer?.CancelPendingFlush();
    }
}
