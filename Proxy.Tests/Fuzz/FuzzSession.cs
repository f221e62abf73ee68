using Proxy.Tests.Properties;

namespace Proxy.Fuzz;

/// <summary>One run of the program: each target for its share of the time, or the inputs of a file once more.</summary>
internal static class FuzzSession
{
    /// <summary>Where failures and grown corpora go.</summary>
    public static readonly string Folder = Path.Combine("artifacts", "fuzz");

    /// <summary>The exit code: 0 when no property was broken.</summary>
    public static int Run(FuzzOptions options)
    {
        Directory.CreateDirectory(Folder);

        // The rewritten code counts, whether anybody reads it or not.
        var coverage = new Coverage();
        return options.Repeat is { } file ? Repeat(options, file) : Fuzz(options, coverage);
    }

    private static int Fuzz(FuzzOptions options, Coverage coverage)
    {
        Console.WriteLine($"seed {options.Seed}, {options.Minutes} minutes for {string.Join(", ", options.Targets)}");
        var share = TimeSpan.FromMinutes(options.Minutes / options.Targets.Count);
        var failures = 0;
        foreach (var name in options.Targets)
        {
            coverage.Forget();
            using var fuzzer = new Fuzzing(name, coverage, options.Seed);
            fuzzer.Run(share);
            failures += fuzzer.Failures;
        }

        return failures == 0 ? 0 : 1;
    }

    // A file of failures is named after its target.
    private static int Repeat(FuzzOptions options, string file)
    {
        var name = Array.Find(FuzzOptions.AllTargets, target => Path.GetFileName(file).StartsWith(target, StringComparison.Ordinal)) ?? options.Targets[0];
        using var target = FuzzTarget.Start(name);
        var failures = new FailureLog(name);
        var inputs = CorpusFile.Parse(File.ReadAllText(file));
        var held = inputs.Count(input => failures.Check(target.Property, input));
        Console.WriteLine($"{name}: the property holds for {held} of {inputs.Count} inputs");
        return held == inputs.Count ? 0 : 1;
    }
}
