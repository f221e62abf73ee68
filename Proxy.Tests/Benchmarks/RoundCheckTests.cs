using NUnit.Framework;
using Proxy.Benchmarks.Compare;
using Proxy.Benchmarks.Compare.Load;
using Proxy.Benchmarks.Compare.Scenarios;
using Proxy.Benchmarks.Compare.Servers;

namespace Proxy.Tests.Benchmarks;

internal sealed class RoundCheckTests
{
    private static readonly Scenario KeepAlive = ScenarioCatalog.Find("13b-64")!;
    private static readonly Scenario NewConnection = ScenarioCatalog.Find("new-connection")!;

    [Test]
    public void A_clean_round_counts() => Assert.That(Check(KeepAlive, originConnections: 64), Is.Null);

    [Test]
    public void Connections_cut_short_by_the_end_of_a_round_are_forgiven() => Assert.That(Check(KeepAlive, originConnections: 220), Is.Null);

    [Test]
    public void Reconnecting_to_the_origin_is_refused() =>
        Assert.That(Check(KeepAlive, originConnections: 10_000), Does.Contain("does not keep them alive"));

    [Test]
    public void Reconnecting_to_the_origin_is_allowed_where_clients_reconnect() =>
        Assert.That(Check(NewConnection, originConnections: 10_000, accepted: 20_000), Is.Null);

    [Test]
    public void Clients_that_stay_are_refused_where_they_should_reconnect() =>
        Assert.That(Check(NewConnection, originConnections: 10_000, accepted: 10_064), Does.Contain("kept alive"));

    [Test]
    public void Answers_from_a_cache_are_refused() =>
        Assert.That(Check(KeepAlive, originRequests: 5), Does.Contain("answers by itself"));

    [Test]
    public void Errors_are_refused() =>
        Assert.That(Check(KeepAlive, problems: "Non-2xx or 3xx responses: 1"), Does.Contain("Non-2xx"));

    [Test]
    public void The_status_page_gives_accepts_and_requests() =>
        Assert.That(
            StubStatus.Parse("Active connections: 2 \nserver accepts handled requests\n 11 11 345 \nReading: 0 Writing: 1 Waiting: 1 \n"),
            Is.EqualTo(new StubStatus(11, 345)));

    private static string? Check(
        Scenario scenario, long originConnections = 0, long originRequests = 10_000, long accepted = 0, string? problems = null) =>
        RoundCheck.FindProblem(
            scenario, new WrkResult(10_000, 1, 1, 1, problems), new OriginTraffic(originConnections, originRequests), accepted);
}
