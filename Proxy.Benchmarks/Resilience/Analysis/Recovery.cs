namespace Proxy.Benchmarks.Resilience.Analysis;

/// <summary>When something that was disturbed is as it should be again.</summary>
internal static class Recovery
{
    /// <summary>
    /// Index of the first of <paramref name="run"/> good slots in succession; null if there are none. A single good slot between bad ones is no recovery, and
    /// a single bad one long after it, on a machine with neighbors, undoes none.
    /// </summary>
    public static int? FirstRun<T>(IReadOnlyList<T> slots, int run, Func<T, bool> isGood)
    {
        var good = 0;
        for (var i = 0; i < slots.Count; i++)
        {
            good = isGood(slots[i]) ? good + 1 : 0;
            if (good == run)
                return i - run + 1;
        }

        return null;
    }
}
