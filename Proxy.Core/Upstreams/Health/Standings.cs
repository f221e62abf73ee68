namespace Proxy.Core.Upstreams.Health;

/// <summary>How endpoints stand: the one place where all that is known of one comes together, and the worst of it counts.</summary>
internal static class Standings
{
    public static Standing Of(EndpointMember member)
    {
        var health = member.Endpoint.Health;
        return member.Endpoint.IsDraining ? Standing.Draining
            : health.Phase == HealthPhase.Ejected ? (health.Cause == EjectionCause.Unreachable ? Standing.Dead : Standing.Sick)
            : health.Phase == HealthPhase.OnTrial ? Standing.OnTrial
            : Standing.Well;
    }

    /// <summary>It counts among its siblings: it neither drains nor is yet to come.</summary>
    public static bool IsPresent(EndpointMember member) => Of(member) < Standing.Pending;
}
