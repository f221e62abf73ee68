namespace Proxy.Benchmarks.Resilience.Load;

/// <summary>A load.</summary>
/// <param name="Port">The loopback port that requests go to.</param>
/// <param name="Rate">Requests per second.</param>
/// <param name="Requests">How many in all.</param>
/// <param name="Core">The core that the generator's thread is pinned to; null for anywhere.</param>
internal sealed record LoadSettings(int Port, int Rate, int Requests, int? Core)
{
    /// <summary>Connections at a time; past them requests wait, and the wait counts.</summary>
    public int MaxConnections { get; init; } = 2000;

    /// <summary>How long a client waits for the end of a response, from when the request was meant to be sent.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);
}
