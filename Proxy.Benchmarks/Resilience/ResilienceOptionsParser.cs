using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Resilience.Faults;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience;

/// <summary>Reads the command line of <c>resilience</c>; throws <see cref="CompareException"/> for what it does not know.</summary>
internal static class ResilienceOptionsParser
{
    public static ResilienceOptions Parse(IReadOnlyList<string> args)
    {
        var options = new ResilienceOptions();
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            options = name switch
            {
                "--help" or "-h" => options with { Help = true },
                "--peers" => options with { Peers = Choice(args, ref i, "peer", ResilienceOptions.KnownPeers) },
                "--parts" => options with { Parts = Choice(args, ref i, "part", PartCatalog.Names) },
                "--events" => options with { Faults = Events(args, ref i) },
                "--rounds" => options with { Rounds = Number(args, ref i, 1000) },
                "--rate" => options with { Rate = Number(args, ref i, 50_000) },
                "--before" => options with { Before = Number(args, ref i, 60) },
                "--during" => options with { During = Number(args, ref i, 60) },
                "--after" => options with { After = Number(args, ref i, 60) },
                "--output" => options with { Output = ArgumentText.Value(args, ref i) },
                _ => throw new CompareException($"unknown option '{name}': --help lists them."),
            };
        }

        return options;
    }

    private static IReadOnlyList<Fault> Events(IReadOnlyList<string> args, ref int index) =>
        [.. Choice(args, ref index, "event", [.. FaultCatalog.All.Select(fault => fault.Name)]).Select(name => FaultCatalog.Find(name)!)];

    // In the catalog's order, whatever order they are asked for in.
    private static IReadOnlyList<string> Choice(IReadOnlyList<string> args, ref int index, string what, IReadOnlyList<string> known)
    {
        var asked = ArgumentText.List(ArgumentText.Value(args, ref index));
        return asked.Except(known).FirstOrDefault() is { } unknown
            ? throw new CompareException($"unknown {what} '{unknown}'; known: {string.Join(", ", known)}.")
            : [.. known.Intersect(asked)];
    }

    private static int Number(IReadOnlyList<string> args, ref int index, int maximum)
    {
        var name = args[index];
        return ArgumentText.Number(name, ArgumentText.Value(args, ref index), maximum);
    }
}
