using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Compare.Scenarios;
using static Proxy.Benchmarks.Compare.ArgumentText;

namespace Proxy.Benchmarks.Compare;

/// <summary>Reads the command line of <c>compare</c>; throws <see cref="CompareException"/> for what it does not know.</summary>
internal static class CompareOptionsParser
{
    public static CompareOptions Parse(IReadOnlyList<string> args)
    {
        // --quick is a set of defaults, wherever it stands: what is said explicitly wins.
        var options = args.Contains("--quick") ? CompareOptions.Quick : new CompareOptions();
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            if (name is "--quick")
                continue;
            options = name switch
            {
                "--help" or "-h" => options with { Help = true },
                "--show-configs" => options with { ShowConfigs = true },
                "--rounds" => options with { Rounds = Number(name, Value(args, ref i), 1000) },
                "--seconds" => options with { Seconds = Number(name, Value(args, ref i), 3600) },
                "--scenarios" => options with { Scenarios = [.. List(Value(args, ref i)).Select(FindScenario)] },
                "--peers" => options with { Peers = [.. PeerCatalog.Names.Intersect(List(Value(args, ref i)).Select(CheckPeer))] },
                "--json" => options with { JsonPath = Value(args, ref i) },
                _ => throw new CompareException($"unknown option '{name}': --help lists them."),
            };
        }

        return options;
    }

    private static Scenario FindScenario(string name) =>
        ScenarioCatalog.Find(name)
        ?? throw new CompareException($"unknown scenario '{name}'; known: {string.Join(", ", ScenarioCatalog.All.Select(s => s.Name))}.");

    private static string CheckPeer(string name) =>
        PeerCatalog.Names.Contains(name)
            ? name
            : throw new CompareException($"unknown peer '{name}'; known: {string.Join(", ", PeerCatalog.Names)}.");
}
