using System.IO.Pipelines;
using Proxy.Core.Transport;

namespace Proxy.Core.Connections;

/// <summary>
/// Bounds the waits for one side of one peer: each by an idle time, and all together by a least data rate, of which only time spent waiting counts. At the
/// bound the pending operation is canceled and <see cref="Expired"/> stands.
/// </summary>
internal sealed class StallGuard : ILoopTimerOwner
{
    private readonly EventLoop _loop;
    private readonly LoopTimer _timer;
    private PipeReader? _reader;
    private PipeWriter? _writer;
    private long _idle;
    private long _grace;
    private int _rate;
    private long _waited;
    private long _beganAt;

    public StallGuard(EventLoop loop)
    {
        _loop = loop;
        _timer = new LoopTimer(this);
    }

    /// <summary>A wait was ended by this guard.</summary>
    public bool Expired { get; private set; }

    /// <summary>Guards the reads of a pipe from now on.</summary>
    public void Watch(PipeReader reader) => (_reader, _writer, _waited, Expired, _rate) = (reader, null, 0, false, 0);

    /// <summary>Guards the flushes of a pipe from now on.</summary>
    public void Watch(PipeWriter writer) => (_reader, _writer, _waited, Expired, _rate) = (null, writer, 0, false, 0);

    /// <summary>Sets the bound of a single wait, in milliseconds.</summary>
    public void LimitIdle(long milliseconds) => _idle = milliseconds;

    /// <summary>Sets the least rate in bytes a second (0: none), and the waiting that is free, in milliseconds.</summary>
    public void LimitRate(int bytesPerSecond, long graceMilliseconds) => (_rate, _grace) = (bytesPerSecond, graceMilliseconds);

    /// <summary>A wait begins; so many bytes were moved before it.</summary>
    public void Begin(long bytesMoved)
    {
        var limit = _idle;
        if (_rate > 0)
        {
            // The waiting that the bytes moved so far have earned.
            var earned = _grace + (bytesMoved > long.MaxValue / 1000 ? limit : bytesMoved * 1000 / _rate) - _waited;
            limit = Math.Clamp(earned, 0, limit);
        }

        _beganAt = _loop.Now;
        _loop.SetTimer(_timer, limit);
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
        _waited += _loop.Now - _beganAt;
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
