using System.Globalization;

namespace Proxy.Tests.Soak;

/// <summary>How long a soak runs, and what its dice begin with. <c>./build.sh soak</c> sets both.</summary>
/// <param name="Length">How long load is made.</param>
/// <param name="Seed">The same seed makes the same requests and faults; their interleaving is the machine's.</param>
internal sealed record SoakSettings(TimeSpan Length, int Seed)
{
    private const string MinutesVariable = "PROXY_SOAK_MINUTES";
    private const string SeedVariable = "PROXY_SOAK_SEED";
    private const int UsualSeed = 20_260_101;

    /// <param name="usual">The length where none is set.</param>
    /// <exception cref="FormatException">A variable is set to what is no number.</exception>
    public static SoakSettings FromEnvironment(TimeSpan usual)
    {
        var minutes = Environment.GetEnvironmentVariable(MinutesVariable);
        var seed = Environment.GetEnvironmentVariable(SeedVariable);
        return new SoakSettings(
            string.IsNullOrEmpty(minutes) ? usual : TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)),
            string.IsNullOrEmpty(seed) ? UsualSeed : int.Parse(seed, CultureInfo.InvariantCulture));
    }
}
