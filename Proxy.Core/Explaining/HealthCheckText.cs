using Proxy.Core.Configuration;

namespace Proxy.Core.Explaining;

/// <summary>How endpoints are probed, in one line.</summary>
internal static class HealthCheckText
{
    public static string? Of(HealthCheckOptions? check) => check is null ? null : $"probed by {WayOf(check)}{TargetOf(check)}{StartOf(check)}";

    private static string WayOf(HealthCheckOptions check) =>
        check.Kind == HealthCheckKind.Tcp ? "a connection"
        : $"{check.Method} {check.Path}{HostOf(check)}, well with {string.Join(", ", check.Expect)}{BodyOf(check)}";

    private static string HostOf(HealthCheckOptions check) => check.Host is null ? "" : $" for {check.Host}";

    private static string BodyOf(HealthCheckOptions check) => check.BodyContains is null ? "" : $" and \"{check.BodyContains}\" in the body";

    private static string TargetOf(HealthCheckOptions check) => check.Address is null ? "" : $"; {check.Address} is asked in place of each";

    private static string StartOf(HealthCheckOptions check) => check.Initial == InitialHealth.ProbeFirst ? "; new ones wait for their first good probe" : "";
}
