using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Proxy.Benchmarks.Compare.Machine;

/// <summary>Keeps programs, or a thread of this one, on one core.</summary>
internal static class Pinning
{
    /// <summary>A start on <paramref name="core"/>, or anywhere if null. taskset replaces itself: the process id is the program's.</summary>
    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, int? core) => core is { } number
        ? new ProcessStartInfo("taskset", ["-c", number.ToString(CultureInfo.InvariantCulture), program, .. arguments])
        : new ProcessStartInfo(program, arguments);

    /// <summary>Keeps the calling thread, and what it starts, on <paramref name="core"/>.</summary>
    public static void PinThisThread(int core)
    {
        const int Calling = 0, CoresPerWord = 64;
        var mask = new ulong[core / CoresPerWord + 1];
        mask[core / CoresPerWord] = 1UL << (core % CoresPerWord);
        if (SetAffinity(Calling, (nuint)mask.Length * sizeof(ulong), mask) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"a thread cannot be pinned to core {core}");
    }

    [DllImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetAffinity(int thread, nuint size, ulong[] mask);
}
