using Proxy.Benchmarks.Compare.Scenarios;

namespace Proxy.Benchmarks.Compare;

/// <summary>What to measure, for how long, and where to write it.</summary>
internal sealed record CompareOptions
{
    /// <summary>Measurements of each peer in each scenario.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Length of one measurement, in whole seconds (wrk takes no fractions).</summary>
    public int Seconds { get; init; } = 4;

    public IReadOnlyList<Scenario> Scenarios { get; init; } = ScenarioCatalog.All;

    public IReadOnlyList<string> Peers { get; init; } = Compare.Peers.PeerCatalog.Names;

    /// <summary>Path of the JSON report; null for the default beside the chart.</summary>
    public string? JsonPath { get; init; }

    public bool ShowConfigs { get; init; }

    public bool Help { get; init; }

    /// <summary>One core, the three scenarios that differ most, native peers only: under a minute in all.</summary>
    public static CompareOptions Quick { get; } = new()
    {
        Rounds = 3,
        Seconds = 1,
        Scenarios = [ScenarioCatalog.Find("13b-64")!, ScenarioCatalog.Find("1m")!, ScenarioCatalog.Find("new-connection")!],
        Peers = ["ours", "nginx", "haproxy"],
    };
}
