using System.Runtime.InteropServices;

namespace Proxy.Benchmarks.Compare.Machine;

/// <summary>What a reader needs to judge the numbers.</summary>
/// <param name="Processor">The model as the kernel names it.</param>
/// <param name="Cores">Cores this process may use.</param>
/// <param name="System">Operating system and kernel.</param>
/// <param name="LoadAverage">Runnable tasks over the last minute, before the first measurement.</param>
internal sealed record MachineInfo(string Processor, int Cores, string System, double LoadAverage)
{
    /// <summary>True when other work would show in the numbers.</summary>
    public bool IsBusy => LoadAverage > 0.3 * Cores;

    public static MachineInfo Detect(int cores)
    {
        var kernel = $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}, {RuntimeInformation.OSArchitecture}";
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return new MachineInfo(ProcessorName(), cores, kernel,
            double.Parse(load, global::System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string ProcessorName()
    {
        var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? "unknown processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
