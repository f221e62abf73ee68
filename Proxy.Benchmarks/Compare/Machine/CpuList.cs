using System.Globalization;

namespace Proxy.Benchmarks.Compare.Machine;

/// <summary>The kernel's notation of a set of cores, such as <c>0-3,8</c>.</summary>
internal static class CpuList
{
    public static IReadOnlyList<int> Parse(string text)
    {
        var cores = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-');
            var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
            var last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            cores.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return cores;
    }
}
