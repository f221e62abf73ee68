using NUnit.Framework;
using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Tests.Benchmarks;

internal sealed class CompareOptionsTests
{
    [Test]
    public void Everything_is_measured_by_default()
    {
        var options = CompareOptionsParser.Parse([]);
        Assert.That((options.Rounds, options.Seconds, options.Scenarios.Count, options.Peers.Count), Is.EqualTo((5, 4, 8, 7)));
    }

    [TestCase("--quick", "--rounds", "9")]
    [TestCase("--rounds", "9", "--quick")]
    public void What_is_said_wins_over_quick(params string[] args)
    {
        var options = CompareOptionsParser.Parse(args);
        Assert.That((options.Rounds, options.Seconds), Is.EqualTo((9, 1)));
    }

    [Test]
    public void Lists_choose_scenarios_and_peers()
    {
        var options = CompareOptionsParser.Parse(["--scenarios", "1m,13b-64", "--peers", "haproxy, nginx", "--json", "x.json"]);
        Assert.That(options.Scenarios.Select(scenario => scenario.Name), Is.EqualTo(new[] { "1m", "13b-64" }));
        Assert.That(options.Peers, Is.EquivalentTo(new[] { "nginx", "haproxy" }));
        Assert.That(options.JsonPath, Is.EqualTo("x.json"));
    }

    [TestCase("--round")]
    [TestCase("--rounds")]
    [TestCase("--rounds", "0")]
    [TestCase("--seconds", "1.5")]
    [TestCase("--scenarios", "2m")]
    [TestCase("--peers", "apache")]
    [TestCase("--peers", ",")]
    public void What_is_not_understood_is_refused(params string[] args) =>
        Assert.That(() => CompareOptionsParser.Parse(args), Throws.TypeOf<CompareException>());

    [Test]
    public void A_template_is_filled_in_or_refused()
    {
        var values = new Dictionary<string, string> { ["PORT"] = "80" };
        Assert.That(ConfigTemplate.Render("listen {{PORT}}; {}", values), Is.EqualTo("listen 80; {}"));
        Assert.That(() => ConfigTemplate.Render("{{OTHER}}", values), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Every_peer_starts_a_round_once()
    {
        var rounds = Enumerable.Range(0, 3).Select(round => string.Concat(Rotation.Of(["a", "b", "c"], round)));
        Assert.That(rounds, Is.EqualTo(new[] { "abc", "bca", "cab" }));
    }
}
