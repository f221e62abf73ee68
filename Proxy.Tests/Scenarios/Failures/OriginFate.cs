namespace Proxy.Tests.Scenarios.Failures;

/// <summary>What becomes of the connection to the origin.</summary>
internal enum OriginFate
{
    /// <summary>It is closed, as is every other to that origin: none is left.</summary>
    Dropped,

    /// <summary>It waits in the pool and carries another request.</summary>
    Pooled,

    /// <summary>There never was one.</summary>
    Unopened,

    /// <summary>It belongs to another request, which goes on.</summary>
    Busy,
}
