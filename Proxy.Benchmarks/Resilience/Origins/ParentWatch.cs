using System.Diagnostics;
using Proxy.Benchmarks.Compare.Machine;

namespace Proxy.Benchmarks.Resilience.Origins;

/// <summary>Tells whether whoever started this process is still there: an origin must not outlive a command that was killed.</summary>
internal sealed class ParentWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly int _parent = ReadParent();
    private long _askedAt = Stopwatch.GetTimestamp();
    private bool _isAlive = true;

    public bool IsAlive()
    {
        if (Stopwatch.GetElapsedTime(_askedAt) > Interval)
        {
            _askedAt = Stopwatch.GetTimestamp();
            _isAlive = ReadParent() == _parent;
        }

        return _isAlive;
    }

    private static int ReadParent() => ProcStat.Parse(File.ReadAllText("/proc/self/stat")).ParentId;
}
