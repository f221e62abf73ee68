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

    /// <summary>Resident memory, in bytes; pages that processes share count once for each.</summary>
    public long ResidentBytes() => Members().Sum(stat => ResidentBytes(stat.ProcessId));

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

    private static long ResidentBytes(int processId)
    {
        const string Key = "VmRSS:";
        var line = TryRead($"/proc/{processId}/status").Split('\n').FirstOrDefault(text => text.StartsWith(Key, StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line[Key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
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
