namespace Proxy.Core.Explaining;

/// <summary>The upstream that is asked.</summary>
public sealed record ExplainedUpstream
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How an endpoint is chosen.</summary>
    public required string Balance { get; init; }

    /// <summary>Its endpoints.</summary>
    public required IReadOnlyList<ExplainedEndpoint> Endpoints { get; init; }

    /// <summary>Whether this request may be tried again.</summary>
    public required string Retry { get; init; }

    /// <summary>How its endpoints are probed, or null where they are not.</summary>
    public string? HealthCheck { get; init; }

    /// <summary>Its bounds.</summary>
    public required IReadOnlyList<ExplainedSetting> Settings { get; init; }
}
