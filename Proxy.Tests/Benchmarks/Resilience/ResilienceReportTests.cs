using System.Text.Json;
using System.Xml.Linq;
using NUnit.Framework;
using Proxy.Benchmarks.Resilience.Faults;
using Proxy.Benchmarks.Resilience.Reporting;
using Proxy.Benchmarks.Resilience.Runs;

namespace Proxy.Tests.Benchmarks.Resilience;

internal sealed class ResilienceReportTests
{
    private static readonly Fault Kill = FaultCatalog.Find("kill")!;

    [Test]
    public void Counts_are_added_up_and_a_round_without_an_end_is_the_longest()
    {
        var rows = DescribeKill(
            Rounds.Good with { FailedGets = 1, CutGets = 2, RecoverySeconds = 0.5, Failures = new Dictionary<string, int> { ["GET 502"] = 3 } },
            Rounds.Good with { FailedGets = 10, RecoverySeconds = null, Failures = new Dictionary<string, int> { ["GET 502"] = 10 } },
            Rounds.Good with { RecoverySeconds = 1.5 });
        Assert.That(rows, Does.Contain("| ours | 13 of 3,000 requests | 2 |"));
        Assert.That(rows, Does.Contain("| 1.50 (0.50–never) |"));
        Assert.That(rows, Does.Contain("GET 502 13"));
    }

    [Test]
    public void Every_row_of_a_table_has_its_headings_columns()
    {
        var lines = DescribeKill(Rounds.Good).Split('\n').Where(line => line.StartsWith('|')).ToArray();
        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(lines.Select(line => line.Count(character => character == '|')).Distinct().ToArray(), Has.Length.EqualTo(1));
    }

    [Test]
    public void Goodput_stands_beside_the_peers_own_peak()
    {
        var result = Rounds.Result();
        result.Overloads.AddRange([("ours", Rounds.Step(1, 800, null)), ("ours", Rounds.Step(3, 600, 30_000)), ("nginx", Rounds.Step(3, 400, 30_000))]);
        var table = OverloadTable.Format(result);
        Assert.That(table, Does.Contain("| ours | 3.0× | 600 | 75.0 % |"));
        Assert.That(table, Does.Contain("| nginx | 3.0× | 400 | 100.0 % |"));
        Assert.That(table, Does.Contain("| ours | 1.0× | 800 | 100.0 % | 0.0 % | 0.0 % | – | – |"));
    }

    [Test]
    public void Pictures_are_well_formed_and_to_scale()
    {
        var result = Rounds.Result();
        result.Faults.Add((Kill, "ours", Rounds.Good));
        result.Overloads.AddRange([("ours", Rounds.Step(1, 800, null)), ("ours", Rounds.Step(3, 600, 30_000))]);
        result.Unequals.AddRange([(Balance.All[0], new UnequalRound(2000, 20_000, 0.33, 0)), (Balance.All[4], new UnequalRound(2000, 5_000, 0.01, 0))]);
        var charts = ResilienceCharts.Draw(result).ToDictionary(chart => chart.Name, chart => XDocument.Parse(chart.Svg).Root!);
        Assert.That(charts.Keys, Is.EquivalentTo(new[] { "share-kill.svg", "overload.svg", "unequal.svg" }));

        var bars = charts["unequal.svg"].Elements().Where(element => (string?)element.Attribute("height") == "18").Select(bar => (double)bar.Attribute("width")!);
        Assert.That(bars.First() / bars.Last(), Is.EqualTo(4).Within(0.01));
        var line = (string)charts["overload.svg"].Elements().Single(element => element.Name.LocalName == "polyline").Attribute("points")!;
        Assert.That(line.Split(' '), Has.Length.EqualTo(2));
    }

    [Test]
    public void Every_figure_is_there_for_programs()
    {
        var result = Rounds.Result();
        result.Faults.Add((Kill, "ours", Rounds.Good with { OutSeconds = null }));
        using var json = JsonDocument.Parse(ReportFiles.Serialize(result));
        var round = json.RootElement.GetProperty("faults")[0].GetProperty("round");
        Assert.That(round.GetProperty("outSeconds").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(round.GetProperty("shares")[1].GetDouble(), Is.EqualTo(0.25));
    }

    private static string DescribeKill(params FaultRound[] rounds)
    {
        var result = Rounds.Result();
        result.Faults.AddRange(rounds.Select(round => (Kill, "ours", round)));
        return FaultTable.Format(result, Kill);
    }
}
