namespace Proxy.Core.Upstreams;

/// <summary>Whether an upstream with a circuit breaker is asked.</summary>
public enum CircuitState
{
    /// <summary>It is.</summary>
    Closed,

    /// <summary>It failed too often: nobody is asked.</summary>
    Open,

    /// <summary>A few tries are let through to see whether it recovered.</summary>
    HalfOpen,
}
