namespace Proxy.Core.Upstreams;

/// <summary>Whether an endpoint is given new requests.</summary>
public enum EndpointState
{
    /// <summary>It is.</summary>
    Serving,

    /// <summary>It was told to drain: what is under way on it is finished, nothing new comes.</summary>
    Draining,

    /// <summary>It is new, and waits for its first good probe.</summary>
    Pending,

    /// <summary>It is not: its probes failed.</summary>
    Down,
}
