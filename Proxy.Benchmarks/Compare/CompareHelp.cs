using Proxy.Benchmarks.Compare.Peers;
using Proxy.Benchmarks.Compare.Scenarios;

namespace Proxy.Benchmarks.Compare;

/// <summary>The text of <c>compare --help</c>.</summary>
internal static class CompareHelp
{
    public static string Text { get; } = $"""
        usage: ./build.sh compare [options]

        Measures the proxy side by side with nginx, HAProxy and YARP: the proxy under test on one core, load generator
        (wrk) and origin (nginx) on another, rounds interleaved. Missing tools are installed by apt-get when run as root.

          --quick            under a minute: {CompareOptions.Quick.Rounds} rounds of {CompareOptions.Quick.Seconds} s, fewer scenarios and peers; other options override
          --rounds N         measurements of each peer in each scenario (default {new CompareOptions().Rounds})
          --seconds S        length of one measurement, whole seconds (default {new CompareOptions().Seconds})
          --scenarios a,b    which scenarios (default all)
          --peers a,b        which peers (default all): {string.Join(',', PeerCatalog.Names)}
          --json PATH        where to write the JSON report (default artifacts/compare/results.json)
          --show-configs     print the configuration and command line of every peer as it is started
          --help             this text

        scenarios:
        {string.Join('\n', ScenarioCatalog.All.Select(s => $"  {s.Name,-16} {s.Title}"))}

        Results: artifacts/compare/results.json, chart.svg, and configs/ with every configuration as it was used.
        Exit code: 0 all measured, 1 a scenario failed, a peer was skipped or nothing could be measured, 2 bad command line, 130 interrupted.
        """;
}
