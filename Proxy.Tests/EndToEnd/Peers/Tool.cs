using NUnit.Framework;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>Programs of other people. A test whose program is missing is skipped, except on CI, where <c>./build.sh test</c> has to have installed it.</summary>
internal static class Tool
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(60);

    /// <summary>Skips the test where a program is missing.</summary>
    /// <param name="program">Its name on the path.</param>
    /// <param name="package">Debian's name of what brings it.</param>
    public static void Require(string program, string package) =>
        Require(Find(program) is not null, $"{program} is not installed (Debian's package {package}); ./build.sh test installs it where it may");

    public static void Require(bool isThere, string whyNot)
    {
        if (isThere)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(whyNot);
        }

        Assert.Ignore(whyNot);
    }

    /// <summary>Runs a program to its end, which has to be a good one, and returns what it printed.</summary>
    public static async Task<CommandResult> RunAsync(string program, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(RunTime);
        var result = await Command.RunAsync(program, arguments, environment: null, limit.Token);
        Assert.That(result.ExitCode, Is.Zero, () => $"{program} {string.Join(' ', arguments)}\n{result.LastLines(30)}");
        return result;
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
