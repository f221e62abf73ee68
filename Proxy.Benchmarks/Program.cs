using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Resilience;
using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Benchmarks;

/// <summary>Entry point of every kind of measurement: <c>bench</c> (micro), <c>compare</c> (speed, side by side with other proxies), <c>resilience</c> (when origins fail).</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => args switch
    {
        ["bench", .. var rest] => Task.FromResult(RunMicroBenchmarks(rest)),
        ["compare", .. var rest] => CompareCommand.RunAsync(rest),
        ["resilience", .. var rest] => ResilienceCommand.RunAsync(rest),
        [OriginProgram.Verb, .. var rest] => Task.FromResult(OriginProgram.Run(rest)),
        _ => Task.FromResult(ShowUsage()),
    };

    private static int RunMicroBenchmarks(string[] args)
    {
        // Without a choice the switcher would wait for somebody to type one.
        string[] choices = ["--filter", "-f", "--list", "--help", "--version", "--info", "--anyCategories", "--allCategories"];
        string[] arguments = args.Any(choices.Contains) ? args : [.. args, "--filter", "*"];
        var config = DefaultConfig.Instance.AddDiagnoser(MemoryDiagnoser.Default);
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
    }

    private static int ShowUsage()
    {
        Console.Error.WriteLine("usage: Proxy.Benchmarks bench [BenchmarkDotNet options] | compare [options] | resilience [options]   (--help lists them)");
        return 2;
    }
}
