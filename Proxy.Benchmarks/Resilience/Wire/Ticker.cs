using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Proxy.Core.Transport.Linux;

namespace Proxy.Benchmarks.Resilience.Wire;

/// <summary>
/// Wakes an epoll wait at a time, to some 50 µs: the milliseconds that the wait itself counts in are too coarse to pace thousands of requests a second.
/// Times are those of <see cref="System.Diagnostics.Stopwatch"/>: nanoseconds of the monotonic clock, the same in every process of the machine.
/// </summary>
internal sealed class Ticker : IEpollHandler, IDisposable
{
    private const int MonotonicClock = 1, NonBlocking = 0x800, CloseOnExec = 0x80000, AbsoluteTime = 1;
    private const long Second = 1_000_000_000;
    private readonly SafeFileHandle _handle;
    private long _armedFor = long.MaxValue;

    public Ticker(Epoll epoll)
    {
        var descriptor = Create(MonotonicClock, NonBlocking | CloseOnExec);
        _handle = new SafeFileHandle(descriptor, ownsHandle: true);

        // Edge-triggered: a new expiry is a new edge, so that nothing need be read.
        if (descriptor < 0 || epoll.Add(descriptor, LibC.EPOLLIN | LibC.EPOLLET, this) < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "no timer for the load");
    }

    /// <summary>Wakes at this time, or at once if it has passed; <see cref="long.MaxValue"/>: not at all.</summary>
    public void WakeAt(long timestamp)
    {
        if (timestamp == _armedFor)
            return;
        _armedFor = timestamp;
        var time = timestamp == long.MaxValue ? default : new Setting { Seconds = timestamp / Second, Nanoseconds = Math.Max(1, timestamp % Second) };
        if (Set(_handle, AbsoluteTime, ref time, 0) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "the timer of the load cannot be set");
    }

    // One shot: it has to be set again, even for the same time.
    public void OnEvents(uint events) => _armedFor = -1;

    public void Dispose() => _handle.Dispose();

    [DllImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Create(int clock, int flags);

    [DllImport("libc", EntryPoint = "timerfd_settime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(SafeFileHandle timer, int flags, ref Setting value, nint old);

    /// <summary>struct itimerspec: an interval, which stays zero, and the time.</summary>
    private struct Setting
    {
        public long IntervalSeconds, IntervalNanoseconds, Seconds, Nanoseconds;
    }
}
