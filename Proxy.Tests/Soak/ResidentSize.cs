namespace Proxy.Tests.Soak;

/// <summary>
/// Resident memory over a run. Flat means: the median of the last quarter is at most an eighth and 4 MiB above the median of the second quarter. Medians,
/// since buffers of large bodies come and go; the first quarter is the warm-up.
/// </summary>
internal sealed class ResidentSize
{
    private const long ToleranceKiB = 4 * 1024;
    private const int TolerancePart = 8;

    private readonly List<long> _warm = [];
    private readonly List<long> _late = [];

    public long Last { get; private set; }

    /// <param name="progress">How much of the run is over, from 0 to 1.</param>
    /// <param name="size">Resident memory in KiB.</param>
    public void Add(double progress, long size)
    {
        Last = size;
        if (progress is >= 0.25 and < 0.5)
        {
            _warm.Add(size);
        }
        else if (progress >= 0.75)
        {
            _late.Add(size);
        }
    }

    /// <summary>What is wrong, or null.</summary>
    public string? Growth()
    {
        if (_warm.Count == 0 || _late.Count == 0)
        {
            return "the run was too short to tell whether memory grows";
        }

        var (warm, late) = (Median(_warm), Median(_late));
        return late <= warm + (warm / TolerancePart) + ToleranceKiB
            ? null
            : $"resident memory grew from {warm} KiB to {late} KiB";
    }

    public override string ToString() => _warm.Count == 0 || _late.Count == 0 ? $"{Last} KiB" : $"{Median(_warm)} KiB warm, {Median(_late)} KiB at the end";

    private static long Median(List<long> sizes) => sizes.Order().ElementAt(sizes.Count / 2);
}
