namespace Proxy.Core.Transport;

/// <summary>The time as loops measure it.</summary>
internal static class LoopClock
{
    /// <summary>Milliseconds of a clock that only goes forward.</summary>
    public static long Read(TimeProvider clock) =>
        clock == TimeProvider.System ? Environment.TickCount64 : (long)clock.GetElapsedTime(0).TotalMilliseconds;
}
