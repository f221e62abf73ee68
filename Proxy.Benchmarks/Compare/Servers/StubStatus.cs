using System.Globalization;

namespace Proxy.Benchmarks.Compare.Servers;

/// <summary>Counters of nginx's <c>stub_status</c> page, since nginx started.</summary>
/// <param name="Accepts">Connections accepted.</param>
/// <param name="Requests">Requests received.</param>
internal readonly record struct StubStatus(long Accepts, long Requests)
{
    public static StubStatus Parse(string text)
    {
        // The third line holds: accepts handled requests.
        var lines = text.Split('\n');
        var numbers = lines.Length > 2 ? lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return numbers.Length == 3
            ? new StubStatus(long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[2], CultureInfo.InvariantCulture))
            : throw new FormatException($"not a stub_status page: '{text}'");
    }
}
