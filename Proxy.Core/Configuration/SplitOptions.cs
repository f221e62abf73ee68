namespace Proxy.Core.Configuration;

/// <summary>Spreads the requests of a route over several upstreams by weight, for a new version that is tried on a few.</summary>
public sealed record SplitOptions
{
    /// <summary>The upstreams with their weights, at least one of them above 0. A request that is tried again stays with the upstream it went to first.</summary>
    public IReadOnlyList<SplitShareOptions> Upstreams { get; init; } = [];

    /// <summary>
    /// What decides instead of chance, with variables, as in <c>{cookie.user}</c>: the same value goes to the same upstream, on every loop and in every
    /// process. Raising one weight moves values to that upstream only and none between the others, in whatever order they stand; a value that is empty
    /// is left to chance. Clients choose what they send: this is no access control. Default: chance alone.
    /// </summary>
    public string? StickyBy { get; init; }
}
