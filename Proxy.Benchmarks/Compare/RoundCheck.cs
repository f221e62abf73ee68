using Proxy.Benchmarks.Compare.Load;
using Proxy.Benchmarks.Compare.Scenarios;

namespace Proxy.Benchmarks.Compare;

/// <summary>Decides whether a measurement is one of what the scenario says.</summary>
internal static class RoundCheck
{
    private const double Tolerance = 0.01;

    /// <summary>The reason to refuse the measurement, or null.</summary>
    /// <param name="scenario">What was asked for.</param>
    /// <param name="load">What the load generator saw.</param>
    /// <param name="origin">What reached the origin.</param>
    /// <param name="accepted">Connections accepted on the whole machine.</param>
    public static string? FindProblem(Scenario scenario, WrkResult load, OriginTraffic origin, long accepted)
    {
        if (load.Problems is { } problems)
            return $"the load generator reports: {problems}";
        if (load.Requests == 0)
            return "not one request was completed";

        // A cached answer is cheaper than a forwarded one.
        if (origin.Requests < load.Requests * (1 - Tolerance))
            return $"only {origin.Requests} of {load.Requests} requests reached the origin: the peer answers by itself";

        // A round that ends cuts requests short and their connections with them: the next opens as many anew.
        var allowed = load.Requests * Tolerance + 2 * scenario.Connections;
        if (scenario.KeepAlive && origin.Connections > allowed)
            return $"{origin.Connections} connections to the origin for {load.Requests} requests: the peer does not keep them alive";
        var fromClients = accepted - origin.Connections;
        if (!scenario.KeepAlive && fromClients < load.Requests * (1 - Tolerance))
            return $"{fromClients} client connections for {load.Requests} requests: they were kept alive";
        return null;
    }
}
