namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>A way of a peer to choose between origins.</summary>
/// <param name="Peer">The peer.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Setting">What its configuration says for it.</param>
internal sealed record Balance(string Peer, string Name, string Setting)
{
    /// <summary>Those that spread load; the ways to keep clients at one origin (by hash, by cookie, in order) do not.</summary>
    public static IReadOnlyList<Balance> All { get; } =
    [
        Ours("roundRobin"), Ours("random"), Ours("leastRequests"), Ours("powerOfTwoChoices"), Ours("peakEwma"),
        new("nginx", "round robin", ""), new("nginx", "least_conn", "least_conn;"), new("nginx", "random two", "random two;"),
        new("haproxy", "roundrobin", "roundrobin"), new("haproxy", "leastconn", "leastconn"), new("haproxy", "random(2)", "random(2)"),
    ];

    private static Balance Ours(string name) => new("ours", name, $"\"balance\": \"{name}\",");
}
