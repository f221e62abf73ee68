using System.Text.Json;
using System.Xml.Linq;
using NUnit.Framework;
using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Reporting;
using Proxy.Benchmarks.Compare.Results;
using Proxy.Benchmarks.Compare.Scenarios;

namespace Proxy.Tests.Benchmarks;

internal sealed class ReportTests
{
    private static readonly ComparisonResult Result = new(
        new MachineInfo("A & B <CPU>", 2, "Linux", 0), new CorePlan(0, 1, 2, "proxy on core 0"), 3, 1,
        new Dictionary<string, string> { ["ours"] = "proxy 1" }, new Dictionary<string, string>(),
        [
            new(ScenarioCatalog.All[0], [Samples.Peer("ours", 20, 22, 21), Samples.Peer("nginx", 40, 44, 42)], null),
            new(ScenarioCatalog.All[1], [], "nginx gave up"),
        ]);

    [Test]
    public void The_chart_is_well_formed_and_its_bars_are_to_scale()
    {
        var svg = XDocument.Parse(SvgChart.Draw(Result)).Root!;
        var bars = svg.Elements().Where(element => element.Name.LocalName == "rect" && (string?)element.Attribute("height") == "18").ToArray();
        var widths = bars.Select(bar => (double)bar.Attribute("width")!).ToArray();
        Assert.That(widths, Has.Length.EqualTo(2));
        Assert.That(widths[1] / widths[0], Is.EqualTo(2).Within(0.01));
    }

    [Test]
    public void The_chart_says_what_failed_and_how_many_times_as_much()
    {
        var texts = XDocument.Parse(SvgChart.Draw(Result)).Root!.Elements().Select(element => element.Value).ToArray();
        Assert.That(texts, Does.Contain("2.00×"));
        Assert.That(texts, Has.Some.StartsWith("failed"));
    }

    [Test]
    public void The_json_holds_summaries_ratios_and_failures()
    {
        using var json = JsonDocument.Parse(JsonReport.Serialize(Result));
        var scenarios = json.RootElement.GetProperty("scenarios");
        var nginx = scenarios[0].GetProperty("peers")[1];
        Assert.That(nginx.GetProperty("cpuMicrosecondsPerRequest").GetProperty("median").GetDouble(), Is.EqualTo(42));
        Assert.That(nginx.GetProperty("cpuRatioToOurs").GetProperty("median").GetDouble(), Is.EqualTo(2));
        Assert.That(scenarios[1].GetProperty("failure").GetString(), Is.EqualTo("nginx gave up"));
    }

    [Test]
    public void Results_that_cannot_be_written_are_refused_before_the_run()
    {
        Assert.That(() => JsonReport.CheckWritable("/proc/nowhere/x.json"), Throws.TypeOf<CompareException>());
        Assert.That(() => JsonReport.CheckWritable(Path.GetTempPath()), Throws.TypeOf<CompareException>());
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "x.json");
        JsonReport.CheckWritable(path);
        Assert.That(path, Does.Not.Exist);
        Directory.Delete(Path.GetDirectoryName(path)!);
    }

    [TestCase(23, 5, 25)]
    [TestCase(1194, 500, 1500)]
    [TestCase(0.7, 0.2, 0.8)]
    public void An_axis_ends_at_a_round_number(double greatest, double step, double maximum)
    {
        var scale = NiceScale.For(greatest);
        Assert.That(scale.Step, Is.EqualTo(step).Within(1e-9));
        Assert.That(scale.Maximum, Is.EqualTo(maximum).Within(1e-9));
    }
}
