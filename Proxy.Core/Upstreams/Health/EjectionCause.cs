namespace Proxy.Core.Upstreams.Health;

/// <summary>Why an endpoint is ejected.</summary>
internal enum EjectionCause
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>So many tries in a row did not reach it.</summary>
    Unreachable,

    /// <summary>So many tries in a row failed.</summary>
    Failures,

    /// <summary>Too many of its tries fail.</summary>
    FailureRate,

    /// <summary>It is much slower than its siblings.</summary>
    Latency,

    /// <summary>It answers nothing at all, while its siblings do.</summary>
    Silence,
}
