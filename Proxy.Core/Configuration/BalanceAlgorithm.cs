namespace Proxy.Core.Configuration;

/// <summary>How an upstream's endpoints share its requests. All go by weight.</summary>
public enum BalanceAlgorithm
{
    /// <summary>Two are drawn by weight, and the one with less in flight for its weight is asked: near the least loaded, and no crowd runs to the same one.</summary>
    PowerOfTwoChoices,

    /// <summary>In turn, the turns of each spread evenly. Every loop of the proxy takes turns of its own.</summary>
    RoundRobin,

    /// <summary>By chance.</summary>
    Random,

    /// <summary>The one with the fewest requests in flight for its weight: the least of all up to 16 endpoints, of eight drawn by weight where there are more.</summary>
    LeastRequests,

    /// <summary>
    /// Two are drawn by weight, and the one is asked that is likely to answer sooner: by its latency, of which bad news counts at once and is forgotten slowly,
    /// times what it has in flight.
    /// </summary>
    PeakEwma,

    /// <summary>The same key to the same endpoint, as far as that has room: see <see cref="HashOptions"/>.</summary>
    ConsistentHash,

    /// <summary>The first in the order of the file; the next one only while that cannot be chosen.</summary>
    First,
}
