using System.Collections.Concurrent;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;

namespace Proxy.Core.Transport;

/// <summary>
/// One thread that owns its sockets, buffers, timers and everything built on them. A turn of the loop: wait for events and dispatch them inline, take
/// what other threads posted, run what became ready, fire timers. Nothing that runs on it may block.
/// </summary>
internal abstract class EventLoop : PipeScheduler, ILoopTimerOwner
{
    private const int TrimIntervalMilliseconds = 5_000;

    [ThreadStatic]
    private static EventLoop? _current;

    private readonly ConcurrentQueue<LoopWork> _posted = new();
    private readonly ReadyList _ready = new();
    private readonly List<SocketWriter> _flushes = [];
    private readonly TimeProvider _clock;
    private readonly Thread _thread;
    private readonly LoopTimer _trimTimer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _wakeRequested;
    private int _connectionCount;
    private volatile bool _stopping;

    protected EventLoop(int index, TimeProvider clock, ILogger logger)
    {
        (Index, _clock, Logger) = (index, clock, logger);
        Now = ReadClock();
        Timers = new Timers(Now, OnFault);
        Date = new HttpDate(clock);
        _trimTimer = new LoopTimer(this);
        _thread = new Thread(Run) { IsBackground = true, Name = $"loop-{index}" };
    }

    /// <summary>The loop of the calling thread, or null on any other thread.</summary>
    public static EventLoop? Current => _current;

    public int Index { get; }

    public ILogger Logger { get; }

    public BufferPool Buffers { get; } = new();

    /// <summary>Idle states of async methods.</summary>
    public LoopBoxes Boxes { get; } = new();

    public Timers Timers { get; }

    public HttpDate Date { get; }

    /// <summary>Called every few seconds on the loop's thread, to let go of what is not needed.</summary>
    public Action? Trimming { get; set; }

    /// <summary>Milliseconds of a clock that only goes forward, read once per turn.</summary>
    public long Now { get; private set; }

    /// <summary>Microseconds of a fine clock, read for each who asks: for what <see cref="Now"/> is too coarse for.</summary>
    public long NowMicroseconds => _clock.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Counts turns, so that work per turn can be bounded.</summary>
    public long Turn { get; private set; }

    /// <summary>Client connections of this loop; readable on any thread.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Unexpected exceptions that reached the loop itself.</summary>
    public long Faults { get; private set; }

    public bool IsCurrent => _current == this;

    /// <summary>Completes when the thread has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Counts a client connection in (+1) or out (-1), on any thread.</summary>
    public void CountConnection(int change) => Interlocked.Add(ref _connectionCount, change);

    /// <summary>Starts the thread.</summary>
    /// <exception cref="OutOfMemoryException">The system allows no further thread; the loop has to be <see cref="Abandon"/>ed.</exception>
    public virtual void Start() => _thread.UnsafeStart();

    /// <summary>Frees what a loop holds that was never started; it counts as ended.</summary>
    public void Abandon()
    {
        OnStopped();
        _ended.TrySetResult();
    }

    /// <summary>Ends the thread after the current turn; connections its owners left open until then are cut by the epoll transport.</summary>
    public void Stop()
    {
        _stopping = true;
        RequestWake();
    }

    /// <summary>Runs something on this loop, soon, from any thread.</summary>
    public void Post(Action<object?> action, object? state)
    {
        _posted.Enqueue(new LoopWork(action, state));
        RequestWake();
    }

    /// <summary>Runs something later in this turn or in the next one; on the loop's thread only.</summary>
    public void Ready(Action<object?> action, object? state) => _ready.Add(action, state);

    /// <summary>Has a writer send at the end of this turn.</summary>
    public void FlushLater(SocketWriter writer) => _flushes.Add(writer);

    /// <inheritdoc/>
    public override void Schedule(Action<object?> action, object? state)
    {
        if (IsCurrent)
        {
            _ready.Add(action, state);
        }
        else
        {
            Post(action, state);
        }
    }

    /// <summary>Runs something on this loop and tells when it is done; from any thread but the loop's own. An exception comes out of the task.</summary>
    public Task RunAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            state =>
            {
                try
                {
                    action();
                    done.SetResult();
                }
                catch (Exception exception)
                {
                    done.SetException(exception);
                }
            },
            null);
        return done.Task;
    }

    /// <summary>Makes the loop look at its clock, for tests that turn it.</summary>
    public void Nudge() => Wake();

    /// <summary>Sets a timer this many milliseconds from now.</summary>
    public void SetTimer(LoopTimer timer, long milliseconds) => Timers.Set(timer, Now + milliseconds);

    /// <summary>Opens a connection; a failure is told in the result, never thrown.</summary>
    /// <param name="target">Where to, and how.</param>
    /// <param name="timeoutMilliseconds">How long it may take.</param>
    /// <param name="cancel">Ends the attempt before its time, or null where nobody will.</param>
    public abstract ValueTask<ConnectResult> ConnectAsync(ConnectTarget target, long timeoutMilliseconds, ConnectCancel? cancel = null);

    /// <summary>Begins to accept on a shared listening socket; on any thread.</summary>
    public abstract void AddListener(Listener listener);

    /// <summary>An exception that nobody expected ended one piece of work: counted and logged, never the process.</summary>
    public void OnFault(Exception exception)
    {
        Faults++;
        try
        {
            Logger.LogError(exception, "unexpected error on loop {Index}", Index);
        }
        catch (Exception)
        {
            // A logger that throws must not take the loop with it; the fault is counted.
        }
    }

    void ILoopTimerOwner.OnTimer(LoopTimer timer)
    {
        Buffers.Trim();
        Boxes.Trim();
        TrimTransport();
        Trimming?.Invoke();
        SetTimer(_trimTimer, TrimIntervalMilliseconds);
    }

    /// <summary>Waits up to this many milliseconds (-1: without end) for events and dispatches them. <see cref="UpdateClock"/> comes between.</summary>
    protected abstract void Poll(int timeoutMilliseconds);

    /// <summary>Ends a <see cref="Poll"/> that waits, from any thread.</summary>
    protected abstract void Wake();

    /// <summary>Called on the loop's thread before its first turn.</summary>
    protected virtual void OnStarted()
    {
    }

    /// <summary>Called on the loop's thread after its last turn, or on another's when it never started.</summary>
    protected virtual void OnStopped()
    {
    }

    /// <summary>Descriptors the transport may open for itself, beside those of connections.</summary>
    public virtual int SpareDescriptors => 0;

    /// <summary>Lets go of what the transport keeps and does not need.</summary>
    protected virtual void TrimTransport()
    {
    }

    protected void UpdateClock() => Now = ReadClock();

    /// <summary>Runs a piece of work; an exception ends that piece only.</summary>
    protected void Guard(Action<object?> action, object? state)
    {
        try
        {
            action(state);
        }
        catch (Exception exception)
        {
            OnFault(exception);
        }
    }

    private void Run()
    {
        _current = this;
        OnStarted();
        SetTimer(_trimTimer, TrimIntervalMilliseconds);
        while (!_stopping)
        {
            RunTurn();
        }

        RunPosted();
        RunReady();
        RunFlushes();
        OnStopped();
        _current = null;
        _ended.TrySetResult();
    }

    private void RunTurn()
    {
        var idle = _ready.Count == 0 && _posted.IsEmpty;
        Poll(idle ? Timers.NextDelay(Now) : 0);
        Turn++;
        Volatile.Write(ref _wakeRequested, 0);
        Interlocked.MemoryBarrier();
        RunPosted();
        RunReady();
        Timers.Advance(Now);
        RunFlushes();
    }

    // Sending never continues anybody inline, so that the list does not grow meanwhile.
    private void RunFlushes()
    {
        foreach (var writer in _flushes)
        {
            try
            {
                writer.FlushQueued();
            }
            catch (Exception exception)
            {
                OnFault(exception);
            }
        }

        _flushes.Clear();
    }

    private void RunPosted()
    {
        for (var count = _posted.Count; count > 0 && _posted.TryDequeue(out var work); count--)
        {
            Guard(work.Action, work.State);
        }
    }

    // Only what is ready now: what becomes ready meanwhile waits until the sockets had their turn.
    private void RunReady()
    {
        for (var count = _ready.Count; count > 0; count--)
        {
            var work = _ready.Take();
            Guard(work.Action, work.State);
        }
    }

    private void RequestWake()
    {
        if (!IsCurrent && Interlocked.Exchange(ref _wakeRequested, 1) == 0)
        {
            Wake();
        }
    }

    // The coarse monotonic clock needs no system call even where the fine one does.
    private long ReadClock() => LoopClock.Read(_clock);
}
