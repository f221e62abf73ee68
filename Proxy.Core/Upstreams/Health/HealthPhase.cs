namespace Proxy.Core.Upstreams.Health;

/// <summary>What is held against an endpoint by how its tries went.</summary>
internal enum HealthPhase
{
    /// <summary>Nothing.</summary>
    In,

    /// <summary>It is out for a time.</summary>
    Ejected,

    /// <summary>That time is over, and nobody knows yet whether it is well.</summary>
    OnTrial,
}
