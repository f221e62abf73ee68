using System.Text;
using NUnit.Framework;
using Proxy.Tests.Soak.Origins;

namespace Proxy.Tests.Soak;

/// <summary>Runs a soak as a test.</summary>
internal static class SoakAssert
{
    private static readonly TimeSpan LongEnoughForEverything = TimeSpan.FromSeconds(30);

    public static async Task PassesAsync(SoakSettings settings, Func<string[], Task<ISoakTarget>> start)
    {
        var run = new SoakRun(settings);
        Report($"soak: {settings.Length.TotalSeconds:F0} s, seed {settings.Seed}");
        await run.RunAsync(start, Report);
        Assert.That(run.Tally.Failures, Is.Empty, () => $"seed {settings.Seed}:\n{string.Join('\n', run.Tally.Failures)}");
        Assert.That(run.Tally.Whole, Is.GreaterThan(settings.Length.TotalSeconds), "responses that came whole");
        if (settings.Length >= LongEnoughForEverything)
        {
            var missed = Enum.GetValues<OriginAct>().Where(act => run.Tally.Of(SoakTally.Origin, $"{act}") == 0);
            Assert.That(missed, Is.Empty, "acts that no origin played");
        }
    }

    // Past the runner, which shows what a test prints only when it is over.
    private static void Report(string line)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes($"soak {line}\n"));
    }
}
