using System.Globalization;

namespace Proxy.Benchmarks.Compare.Machine;

/// <summary>What is needed of <c>/proc/PID/stat</c>.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="ParentId">Its parent.</param>
/// <param name="CpuTicks">User and system time of all its threads, those that have ended included, in ticks of 10 ms.</param>
internal readonly record struct ProcStat(int ProcessId, int ParentId, long CpuTicks)
{
    /// <summary>USER_HZ: 100 towards user space on every architecture .NET runs on.</summary>
    public const double MicrosecondsPerTick = 10_000;

    public static ProcStat Parse(string text)
    {
        // The command name stands in parentheses and may hold blanks and parentheses itself: fields count from the last one.
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = text.LastIndexOf(')');
        if (open < 0 || close < open)
            throw new FormatException($"not a /proc/PID/stat line: '{text}'");
        var fields = text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        const int Parent = 1, UserTime = 11, SystemTime = 12;
        return new ProcStat(
            int.Parse(text[..open], CultureInfo.InvariantCulture),
            int.Parse(fields[Parent], CultureInfo.InvariantCulture),
            long.Parse(fields[UserTime], CultureInfo.InvariantCulture) + long.Parse(fields[SystemTime], CultureInfo.InvariantCulture));
    }
}
