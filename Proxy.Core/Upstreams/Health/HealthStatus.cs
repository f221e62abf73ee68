namespace Proxy.Core.Upstreams.Health;

/// <summary>How an endpoint is, to be shown.</summary>
/// <param name="Member">The endpoint.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="IsEligible">It may be chosen: for standing well, or for want of anybody better.</param>
internal sealed record HealthStatus(EndpointMember Member, Standing Standing, bool IsEligible)
{
    public Endpoint Endpoint => Member.Endpoint;

    /// <summary>Its weight in the set, relative to the others there; 0 where it is not eligible.</summary>
    public required int Weight { get; init; }

    /// <summary>Why it is ejected or on trial.</summary>
    public required EjectionCause Cause { get; init; }

    /// <summary>For how long it is ejected yet.</summary>
    public required TimeSpan EjectedFor { get; init; }

    /// <summary>Failures since its last success.</summary>
    public required int ConsecutiveFailures { get; init; }

    /// <summary>How often it was ejected lately.</summary>
    public required int Ejections { get; init; }

    /// <summary>How much of its weight it has, in percent.</summary>
    public required int WarmPercent { get; init; }
}
