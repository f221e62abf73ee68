namespace Proxy.Core.Upstreams.Health;

/// <summary>How an endpoint stands, from the best to the worst: whether it may be chosen follows from that, and from how its siblings stand.</summary>
internal enum Standing
{
    /// <summary>Nothing speaks against it.</summary>
    Well,

    /// <summary>Its ejection is over, and it has yet to show that it is well: it is asked now and then.</summary>
    OnTrial,

    /// <summary>Ejected, though it still answers: with errors, or too slowly.</summary>
    Sick,

    /// <summary>Its probes fail.</summary>
    Down,

    /// <summary>Ejected, since no request reaches it at all.</summary>
    Dead,

    /// <summary>It waits for its first good probe, and counts as not yet there.</summary>
    Pending,

    /// <summary>It takes no new exchange, by the operator's will, and counts as no longer there.</summary>
    Draining,
}
