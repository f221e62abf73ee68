using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using Proxy.Benchmarks.Compare;

namespace Proxy.Benchmarks;

/// <summary>Entry point of both kinds of measurement: <c>bench</c> (micro) and <c>compare</c> (side by side with other proxies).</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => args switch
    {
        ["bench", .. var rest] => Task.FromResult(RunMicroBenchmarks(rest)),
        ["compare", .. var rest] => CompareCommand.RunAsync(rest),
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
        Console.Error.WriteLine("usage: Proxy.Benchmarks bench [BenchmarkDotNet options] | compare [options]   (compare --help lists them)");
        return 2;
    }
}
