namespace Proxy.Core.Upstreams;

/// <summary>One upstream as it is now.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Endpoints">Its endpoints, whether they are given requests or not.</param>
public sealed record UpstreamStatus(string Name, IReadOnlyList<EndpointStatus> Endpoints)
{
    /// <summary>Too few of them are well, and others are asked too.</summary>
    public bool IsInPanic { get; init; }
}
