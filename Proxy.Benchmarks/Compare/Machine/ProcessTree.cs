using System.Globalization;

namespace Proxy.Benchmarks.Compare.Machine;

/// <summary>A process and all its descendants: a server with its workers.</summary>
internal sealed class ProcessTree(int rootId)
{
    /// <summary>CPU time so far and the processes it was read from.</summary>
    public ProcessTreeSample Sample()
    {
        var members = Members();
        return new ProcessTreeSample([.. members.Select(stat => stat.ProcessId).Order()],
            members.Sum(stat => stat.CpuTicks) * ProcStat.MicrosecondsPerTick);
    }

    /// <summary>
    /// Proportional set size, in bytes: resident memory in which a page that several processes share counts in part for each, so that a server with workers is
    /// not charged twice for what they have in common. Where the kernel does not tell it, resident memory.
    /// </summary>
    public long ProportionalBytes() => Members().Sum(stat => ProportionalBytes(stat.ProcessId));

    private List<ProcStat> Members()
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))
            .Select(path => TryRead(Path.Combine(path, "stat")))
            .Where(text => text.Length > 0)
            .Select(ProcStat.Parse)
            .ToLookup(stat => stat.ParentId);
        var members = all.SelectMany(group => group).Where(stat => stat.ProcessId == rootId).ToList();
        for (var i = 0; i < members.Count; i++)
            members.AddRange(all[members[i].ProcessId]);
        return members;
    }

    private static long ProportionalBytes(int processId) =>
        Bytes($"/proc/{processId}/smaps_rollup", "Pss:") ?? Bytes($"/proc/{processId}/status", "VmRSS:") ?? 0;

    private static long? Bytes(string path, string key)
    {
        var line = TryRead(path).Split('\n').FirstOrDefault(text => text.StartsWith(key, StringComparison.Ordinal));
        return line is null ? null : 1024 * long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    // Any process may end between being listed and being read.
    private static string TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
