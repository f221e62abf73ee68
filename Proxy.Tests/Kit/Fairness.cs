using NUnit.Framework;

namespace Proxy.Tests.Kit;

/// <summary>Whether choices keep to shares, as far as chance lets tell: Pearson's χ².</summary>
internal static class Fairness
{
    // What a fair choice goes past once in a thousand times.
    private const double Quantile = 3.0902;

    /// <summary>Fails where so many choices cannot well be by these weights.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="draws">How many choices.</param>
    /// <param name="choose">The index of what is chosen, given the number of the choice.</param>
    /// <param name="what">What is told of a failure, the seed above all.</param>
    public static void Check(int[] weights, int draws, Func<int, int> choose, string what)
    {
        var counts = new int[weights.Length];
        for (var i = 0; i < draws; i++)
        {
            counts[choose(i)]++;
        }

        var (misfit, sum) = (0.0, weights.Sum(weight => (double)weight));
        for (var i = 0; i < weights.Length; i++)
        {
            var expected = draws * weights[i] / sum;
            misfit += (counts[i] - expected) * (counts[i] - expected) / expected;
        }

        Assert.That(misfit, Is.LessThan(Critical(weights.Length - 1)), $"{what}: {string.Join(", ", counts.Take(20))}");
    }

    // Wilson and Hilferty: the cube root of χ² is all but normal.
    private static double Critical(int freedom)
    {
        var variance = 2.0 / (9 * freedom);
        return freedom * Math.Pow(1 - variance + (Quantile * Math.Sqrt(variance)), 3);
    }
}
