namespace Proxy.Core.Upstreams.Health;

/// <summary>
/// Decides which endpoints may be chosen, and how often, out of how each of them stands. In words:
/// <list type="number">
/// <item>Those that are well may be chosen; those on trial too, though no tier counts on them.</item>
/// <item>Where no tier has as much of its weight well as <see cref="EligibilityRules.PanicThreshold"/> asks for, the signs are no longer trusted, or those that are left
/// would drown: all that may still answer are asked, as if they were well. Panic does not ask the dead while anybody else is there.</item>
/// <item>An ejection never leaves nobody: where only the dead are left, they are asked.</item>
/// <item>Tiers share the requests by <see cref="TierLoads"/>, and the endpoints of a tier by weight.</item>
/// </list>
/// </summary>
internal static class Eligibility
{
    // Weights that are not the operator's own have this sum, so that small shares stay what they are.
    private const int Scale = 1_000_000;
    private const int LeastScalePerEndpoint = 1000;

    public static Eligible Decide(ReadOnlySpan<Candidate> candidates, in EligibilityRules rules)
    {
        var tiers = new Tiers(candidates);
        var isPanic = IsPanic(tiers.ShareOf(candidates, IsWell), tiers, rules.PanicThreshold);
        var counts = Counting(candidates, isPanic);
        var loads = TierLoads.Divide(tiers.ShareOf(candidates, counts), rules.SpillOver / 100.0);
        return new Eligible(WeightsOf(candidates, tiers, counts, loads), isPanic);
    }

    private static bool IsWell(Standing standing) => standing == Standing.Well;

    private static bool MayAnswer(Standing standing) => standing <= Standing.Down;

    private static bool IsPresent(Standing standing) => standing < Standing.Pending;

    private static bool IsNotDown(Standing standing) => IsPresent(standing) && standing != Standing.Down;

    private static bool IsPanic(double[] well, Tiers tiers, int threshold)
    {
        var (isAnybodyThere, isEnough) = (false, false);
        for (var tier = 0; tier < well.Length; tier++)
        {
            isAnybodyThere |= tiers.TotalOf(tier) > 0;
            isEnough |= well[tier] * 100 >= threshold;
        }

        return isAnybodyThere && !isEnough;
    }

    // Which of them count as well.
    private static Func<Standing, bool> Counting(ReadOnlySpan<Candidate> candidates, bool isPanic)
    {
        Func<Standing, bool> counts = isPanic ? MayAnswer : IsWell;
        foreach (var candidate in candidates)
        {
            if (counts(candidate.Standing))
            {
                return counts;
            }
        }

        // Without panic the operator wants no answer rather than one from an endpoint whose probes fail.
        return isPanic ? IsPresent : IsNotDown;
    }

    private static int[] WeightsOf(ReadOnlySpan<Candidate> candidates, Tiers tiers, Func<Standing, bool> counts, double[] loads)
    {
        var sums = new double[tiers.Count];
        for (var i = 0; i < candidates.Length; i++)
        {
            sums[tiers.Of(i)] += counts(candidates[i].Standing) ? WarmWeight(candidates[i]) : 0;
        }

        var last = Array.FindLastIndex(loads, load => load > 0);
        var shares = new double[candidates.Length];
        var isPlain = loads.Count(load => load > 0) == 1;
        for (var i = 0; i < shares.Length; i++)
        {
            var (candidate, tier) = (candidates[i], tiers.Of(i));
            var load = loads[tier];
            if (load > 0 && (counts(candidate.Standing) || candidate.Standing == Standing.OnTrial))
            {
                shares[i] = load * WarmWeight(candidate) / sums[tier];
            }
            else if (candidate.Standing == Standing.OnTrial && tier < last)
            {
                // A tier that bears nothing would never have a trial: it is asked as often as if it were well, and its trials keep that to a few requests.
                shares[i] = (double)candidate.Weight / tiers.TotalOf(tier);
            }

            isPlain &= shares[i] == 0 || load > 0;
        }

        return isPlain ? PlainWeights(candidates, shares) : Scaled(shares);
    }

    private static double WarmWeight(in Candidate candidate) => candidate.Weight * (candidate.WarmPercent / 100.0);

    // One tier bears all: the weights are the operator's own, or parts of them.
    private static int[] PlainWeights(ReadOnlySpan<Candidate> candidates, double[] shares)
    {
        var (own, warm, isWarm) = (new int[shares.Length], new int[shares.Length], true);
        for (var i = 0; i < own.Length; i++)
        {
            if (shares[i] > 0)
            {
                (own[i], warm[i]) = (candidates[i].Weight, candidates[i].Weight * candidates[i].WarmPercent);
                isWarm &= candidates[i].WarmPercent == 100;
            }
        }

        return isWarm ? own : Reduced(warm);
    }

    private static int[] Scaled(double[] shares)
    {
        var scale = Math.Max(Scale, shares.Length * LeastScalePerEndpoint);
        return Reduced(Array.ConvertAll(shares, share => share > 0 ? Math.Max(1, (int)Math.Round(share * scale)) : 0));
    }

    private static int[] Reduced(int[] weights)
    {
        var divisor = weights.Aggregate(0, Gcd);
        return divisor > 1 ? Array.ConvertAll(weights, weight => weight / divisor) : weights;
    }

    private static int Gcd(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
