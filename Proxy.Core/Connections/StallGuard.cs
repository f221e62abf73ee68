using System.IO.Pipelines;
using Proxy.Core.Transport;

namespace Proxy.Core.Connections;

/// <summary>
/// Bounds the waits for one side of one peer: each by an idle time, and all together by a least data rate, of which only time spent waiting counts. At the
/// bound the pending operation is canceled and <see cref="Expired"/> stands. Touched only when there is a wait: most messages need none.
/// </summary>
internal sealed class StallGuard : ILoopTimerOwner
{
    /// <summary>The idle time of a wait that somebody else bounds.</summary>
    public const long Unbounded = long.MaxValue;

    private readonly EventLoop _loop;
    private readonly LoopTimer _timer;
    private PipeReader? _reader;
    private PipeWriter? _writer;
    private StallLimits _limits = new(0);
    private bool _fromFirstByte;
    private bool _countsWait;
    private bool _isWaiting;
    private long _waited;
    private long _beganAt;
    private long _bytesMoved;
    private long _untaken;

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
    /// <param name="fromFirstByte">The wait for the first byte is not held against the peer, which waits for somebody else until <see cref="Proceed"/>.</param>
    public void Watch(PipeReader? reader, PipeWriter? writer, StallLimits limits, bool fromFirstByte = false) =>
        (_reader, _writer, _limits, _fromFirstByte, _waited, Expired) = (reader, writer, limits, fromFirstByte, 0, false);

    /// <summary>A wait begins; so many bytes came from the peer, or were handed to the writer for it, before.</summary>
    public void Begin(long bytesMoved)
    {
        _countsWait = !_fromFirstByte || bytesMoved > 0;
        _untaken = CountUntaken();
        _bytesMoved = Math.Max(0, bytesMoved - _untaken);
        _isWaiting = true;
        var patience = Patience();
        if (patience == Unbounded)
        {
            _beganAt = _loop.Now;
            return;
        }

        BeginUntil(_loop.Now + patience);
    }

    /// <summary>The peer knows that we wait for it: from now on the wait counts.</summary>
    public void Proceed()
    {
        if (_fromFirstByte)
        {
            _fromFirstByte = false;
            if (_isWaiting)
            {
                Begin(_bytesMoved);
            }
        }
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
        _isWaiting = false;
        _waited += _countsWait ? _loop.Now - _beganAt : 0;
        _timer.Cancel();
    }

    /// <summary>Lets go of what was guarded.</summary>
    public void Clear()
    {
        _timer.Cancel();
        _isWaiting = false;
        (_reader, _writer) = (null, null);
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer)
    {
        if (TookSome())
        {
            return;
        }

        Expired = true;
        _reader?.CancelPendingRead();
        _writer?.CancelPendingFlush();
    }

    // How long the next wait may be: the idle time, or what is left of the waiting that the bytes moved so far have earned.
    private long Patience()
    {
        var idle = _limits.Idle;
        if (_limits.Rate == 0 || !_countsWait)
        {
            return _countsWait ? idle : Unbounded;
        }

        var earned = _limits.Grace + (_bytesMoved > long.MaxValue / 1000 ? idle : _bytesMoved * 1000 / _limits.Rate) - _waited;
        return Math.Clamp(earned, 0, idle);
    }

    // A flush is one wait however much it sends: a peer that took some of it meanwhile, and enough, goes on.
    private bool TookSome()
    {
        var taken = _untaken - CountUntaken();
        if (_writer is null || taken <= 0)
        {
            return false;
        }

        End();
        Begin(_bytesMoved + _untaken);
        if (Patience() > 0)
        {
            return true;
        }

        _timer.Cancel();
        return false;
    }

    private long CountUntaken() => (_writer as IGatherWriter)?.CountUntaken() ?? 0;
}
