namespace Proxy.Core.Upstreams;

/// <summary>Whether an endpoint is given new requests.</summary>
public enum EndpointState
{
    /// <summary>It is.</summary>
    Serving,

    /// <summary>It was told to drain: what is under way on it is finished, nothing new comes.</summary>
    Draining,

    /// <summary>It is out for a time, for how its requests went.</summary>
    Ejected,

    /// <summary>Its time out is over, and it gets a request a second until one shows that it is well.</summary>
    OnTrial,

    /// <summary>Its probes fail.</summary>
    Down,

    /// <summary>It waits for its first good probe.</summary>
    Pending,
}
