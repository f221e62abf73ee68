using Proxy.Core.Upstreams.Health.Probing;

namespace Proxy.Core.Upstreams.Health;

/// <summary>How endpoints stand: the one place where all that is known of one comes together, and the worst of it counts.</summary>
internal static class Standings
{
    public static Standing Of(EndpointMember member)
    {
        var (passed, probed) = (ByRequests(member.Endpoint.Health), ByProbes(member.Endpoint.Probes.State));
        return member.Endpoint.IsDraining ? Standing.Draining : passed > probed ? passed : probed;
    }

    /// <summary>It counts among its siblings: it neither drains nor is yet to come.</summary>
    public static bool IsPresent(EndpointMember member) => Of(member) < Standing.Pending;

    /// <summary>It drains, and still answers those who are bound to it.</summary>
    public static bool KeepsSessions(EndpointMember member) =>
        member.Endpoint.IsDraining && member.Endpoint.Health.Phase != HealthPhase.Ejected && member.Endpoint.Probes.MayServe;

    private static Standing ByProbes(ProbeState state) => state switch
    {
        ProbeState.Pending => Standing.Pending,
        ProbeState.Down => Standing.Down,
        _ => Standing.Well,
    };

    private static Standing ByRequests(EndpointHealth health) =>
        health.Phase == HealthPhase.Ejected ? (health.Cause == EjectionCause.Unreachable ? Standing.Dead : Standing.Sick)
        : health.Phase == HealthPhase.OnTrial ? Standing.OnTrial
        : Standing.Well;
}
