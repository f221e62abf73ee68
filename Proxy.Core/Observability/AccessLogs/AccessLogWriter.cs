using Microsoft.Extensions.Logging;
using Proxy.Core.Transport;

namespace Proxy.Core.Observability.AccessLogs;

/// <summary>
/// The thread that takes the lines of all loops to the sink: every interval, and at once where a loop's ring is half full. Nobody waits for it while it
/// waits for the sink.
/// </summary>
internal sealed class AccessLogWriter
{
    private const long TellIntervalMilliseconds = 10_000;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly AccessLogSink _sink;
    private readonly int _interval;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private WakeSignal? _wake; // once started
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LineRing[] _rings = [];
    private int _isHurried;
    private volatile bool _stopping;
    private long _dropped;
    private long _toldDropped;
    private long _toldAt = long.MinValue;

    public AccessLogWriter(AccessLogSink sink, TimeSpan interval, ILogger logger)
    {
        (_sink, _interval, _logger) = (sink, (int)interval.TotalMilliseconds, logger);
        _thread = new Thread(Run) { IsBackground = true, Name = "access-log" };
    }

    /// <summary>Lines the sink failed to take.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Starts the thread.</summary>
    /// <exception cref="OutOfMemoryException">The system allows no further thread.</exception>
    public void Start(IEnumerable<LineRing> rings)
    {
        _rings = [.. rings];
        _wake = WakeSignal.Create();
        _thread.UnsafeStart();
    }

    /// <summary>Has the lines taken before the interval is over. On any thread; a system call at most once until they are.</summary>
    public void Hurry()
    {
        if (Volatile.Read(ref _isHurried) == 0 && Interlocked.Exchange(ref _isHurried, 1) == 0)
        {
            _wake?.Set();
        }
    }

    /// <summary>Takes what is left, no loop adding any more, and ends. A sink that blocks is waited for only so long.</summary>
    public async Task StopAsync()
    {
        if (_wake is null || (_thread.ThreadState & ThreadState.Unstarted) != 0)
        {
            _wake?.Dispose();
            return;
        }

        _stopping = true;
        _wake.Set();
        try
        {
            await _ended.Task.WaitAsync(StopPatience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Guard(() => _logger.LogWarning("access log: the last lines were not taken within {Seconds} s, and are lost", StopPatience.TotalSeconds));
        }
    }

    private void Run()
    {
        while (!_stopping)
        {
            _wake!.Wait(_interval);
            Interlocked.Exchange(ref _isHurried, 0);
            TakeAll();
        }

        // What came until the loops had ended.
        TakeAll();
        _wake!.Dispose();
        _ended.SetResult();
    }

    private void TakeAll()
    {
        foreach (var ring in _rings)
        {
            // To the ring's end, and from its begin: no more, so that a busy loop keeps no other from its turn.
            Take(ring);
            Take(ring);
        }
    }

    private void Take(LineRing ring)
    {
        var lines = ring.Peek();
        if (lines.IsEmpty)
        {
            return;
        }

        try
        {
            _sink.Write(lines);
        }
        catch (Exception exception)
        {
            Volatile.Write(ref _dropped, _dropped + lines.Count((byte)'\n'));
            TellFailure(exception);
        }

        ring.Release(lines.Length);
    }

    private void TellFailure(Exception exception)
    {
        var now = Environment.TickCount64;
        if (_toldAt == long.MinValue || now - _toldAt >= TellIntervalMilliseconds)
        {
            var lines = _dropped - _toldDropped;
            (_toldAt, _toldDropped) = (now, _dropped);
            Guard(() => _logger.LogWarning("access log: {Count} lines lost: {Reason}", lines, exception.Message));
        }
    }

    private static void Guard(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception)
        {
            // A logger that throws must not end the thread.
        }
    }
}
