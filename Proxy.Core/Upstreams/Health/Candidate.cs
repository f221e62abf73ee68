namespace Proxy.Core.Upstreams.Health;

/// <summary>What of an endpoint decides whether, and how often, it may be chosen.</summary>
/// <param name="Weight">Its weight by the options, at least 1.</param>
/// <param name="Standing">How it stands.</param>
internal readonly record struct Candidate(int Weight, Standing Standing)
{
    /// <summary>Its priority: lower ones first.</summary>
    public int Priority { get; init; }

    /// <summary>It is in another zone than the proxy.</summary>
    public bool IsAway { get; init; }

    /// <summary>How much of its weight it has while it warms up, 1 to 100.</summary>
    public int WarmPercent { get; init; } = 100;

    /// <summary>It counts in the health of its tier.</summary>
    public bool IsPresent => Standing < Standing.Pending;
}
