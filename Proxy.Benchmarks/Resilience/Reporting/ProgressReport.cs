using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>What the user sees while it runs, and at the end.</summary>
internal static class ProgressReport
{
    public static void WriteHeader(ResilienceResult result)
    {
        Console.WriteLine(ReportFiles.DescribeMachine(result));
        foreach (var (name, reason) in result.Selection.Skipped)
            Console.WriteLine($"SKIPPED {name}: {reason}");
        if (result.Machine.IsBusy)
            Console.WriteLine(FormattableString.Invariant($"NOTE: the machine is busy (load average {result.Machine.LoadAverage}): latencies will be noisy."));
    }

    public static void WriteEnd(ResilienceResult result, IReadOnlyList<string> broken, string output)
    {
        Console.WriteLine($"\n{Path.Combine(output, ReportFiles.Tables)}");
        foreach (var failure in result.Failures)
            CommandRun.Error(ResilienceCommand.Name, $"FAILED {failure}");
        foreach (var promise in broken)
            CommandRun.Error(ResilienceCommand.Name, $"BROKEN PROMISE {promise}");
    }
}
