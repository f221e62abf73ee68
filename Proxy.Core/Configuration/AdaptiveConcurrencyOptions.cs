namespace Proxy.Core.Configuration;

/// <summary>
/// How many requests an upstream as a whole is given at a time, found by how long it takes to answer: as latency grows above the least that was seen lately, less is
/// asked; while it does not, more. What is above that is refused at once, so that an upstream that is offered too much goes on doing as much as it can. Off by default.
/// </summary>
public sealed record AdaptiveConcurrencyOptions
{
    /// <summary>Requests at a time at the least: default 4, range from 1.</summary>
    public int MinLimit { get; init; } = 4;

    /// <summary>Requests at a time at the most: default 1,000, range from 1 and no less than <see cref="MinLimit"/>.</summary>
    public int MaxLimit { get; init; } = 1000;

    /// <summary>Requests at a time before anything is known: default 20, range from 1.</summary>
    public int InitialLimit { get; init; } = 20;

    /// <summary>
    /// How far latency may rise above the least, in percent of it, before less is asked: default 150, range 100 to 1,000. Too low, and chance alone is taken for
    /// overload; too high, and requests queue at the origin.
    /// </summary>
    public int Tolerance { get; init; } = 150;

    /// <summary>How often the limit is looked at: default 100 ms, range 10 ms to 10 s, and not before ten answers came.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMilliseconds(100);
}
