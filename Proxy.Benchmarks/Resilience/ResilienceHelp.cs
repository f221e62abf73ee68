using Proxy.Benchmarks.Resilience.Faults;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Benchmarks.Resilience;

/// <summary>The text of <c>resilience --help</c>.</summary>
internal static class ResilienceHelp
{
    private static readonly ResilienceOptions Defaults = new();

    public static string Text { get; } = $"""
        usage: ./build.sh resilience [options]

        Shows what users notice when origins fail: an open load of GETs and POSTs through each peer, three scripted origins behind it.

          --parts a,b        which parts (default all): {string.Join(',', PartCatalog.Names)}
          --events a,b       which faults (default all): {string.Join(',', FaultCatalog.All.Select(fault => fault.Name))}
          --peers a,b        which peers (default all): {string.Join(',', ResilienceOptions.KnownPeers)}
          --rounds N         how often each fault happens to each peer (default {Defaults.Rounds}); the other parts take a quarter of that
          --rate N           requests per second (default {Defaults.Rate})
          --before S, --during S, --after S
                             seconds of load around a fault (default {Defaults.Before}, {Defaults.During}, {Defaults.After})
          --output FOLDER    where tables and pictures go (default artifacts/resilience)
          --help             this text

        parts:
          {PartCatalog.Faults,-10} something happens to one of three origins, and ends
          {PartCatalog.Storm,-10} all three close the connection in place of every second response: how many tries reach them
          {PartCatalog.Overload,-10} up to three times what one origin can serve: how much of its best it still serves
          {PartCatalog.Unequal,-10} one of three origins takes ten times as long: each way to choose between them

        Exit code: 0 all tried and ours kept what docs/resilience.md promises, 1 not, 2 bad command line, 130 interrupted.
        """;
}
