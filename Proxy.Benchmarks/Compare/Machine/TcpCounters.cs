using System.Globalization;

namespace Proxy.Benchmarks.Compare.Machine;

/// <summary>The kernel's TCP counters of this network namespace, in the format of <c>/proc/net/snmp</c>.</summary>
internal static class TcpCounters
{
    /// <summary>Connections accepted by listening sockets since the system started.</summary>
    public static long ReadPassiveOpens() => ParsePassiveOpens(File.ReadAllText("/proc/net/snmp"));

    public static long ParsePassiveOpens(string text) => Parse(text, "PassiveOpens");

    /// <summary>Connects that were refused or given up since the system started.</summary>
    public static long ReadAttemptFails() => Parse(File.ReadAllText("/proc/net/snmp"), "AttemptFails");

    private static long Parse(string text, string name)
    {
        var lines = text.Split('\n').Where(line => line.StartsWith("Tcp:", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToList();
        var column = lines.Count == 2 ? Array.IndexOf(lines[0], name) : -1;
        return column >= 0 ? long.Parse(lines[1][column], CultureInfo.InvariantCulture) : throw new FormatException($"no {name} in snmp");
    }
}
