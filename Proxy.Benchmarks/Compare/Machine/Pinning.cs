using System.Diagnostics;
using System.Globalization;

namespace Proxy.Benchmarks.Compare.Machine;

/// <summary>Starts programs on one core.</summary>
internal static class Pinning
{
    /// <summary>A start on <paramref name="core"/>, or anywhere if null. taskset replaces itself: the process id is the program's.</summary>
    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, int? core) => core is { } number
        ? new ProcessStartInfo("taskset", ["-c", number.ToString(CultureInfo.InvariantCulture), program, .. arguments])
        : new ProcessStartInfo(program, arguments);
}
