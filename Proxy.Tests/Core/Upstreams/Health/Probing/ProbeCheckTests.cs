using System.Net;
using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Health.Probing;

namespace Proxy.Tests.Core.Upstreams.Health.Probing;

internal sealed class ProbeCheckTests
{
    private static readonly EndpointGroup Group = new(new UpstreamOptions(), loops: 0);

    [Test]
    public void Request_is_whole() => Assert.That(
        RequestOf(new() { Path = "/healthz?a=b", Host = "x.example" }, "127.0.0.1:8080"),
        Is.EqualTo("GET /healthz?a=b HTTP/1.1\r\nHost: x.example\r\nUser-Agent: proxy-health-check\r\nAccept: */*\r\nConnection: close\r\n\r\n"));

    [TestCase("GET", false)]
    [TestCase("OPTIONS", false)]
    [TestCase("POST", true)]
    public void Missing_body_is_told_where_one_may_be_expected(string method, bool told) => Assert.That(
        RequestOf(new() { Method = method }, "127.0.0.1:8080"),
        Does.StartWith($"{method} / HTTP/1.1\r\n").And.Matches(told ? "\r\nContent-Length: 0\r\n" : "^((?!Content-Length)[^$])*$"));

    [TestCase("127.0.0.1:8080", null, null, "127.0.0.1:8080", "127.0.0.1:8080")]
    [TestCase("http://[::1]:8080", null, null, "[::1]:8080", "[::1]:8080")]
    [TestCase("http://a.example", null, null, "127.0.0.1:80", "a.example")]
    [TestCase("a.example:8080", null, null, "127.0.0.1:8080", "a.example:8080")]
    [TestCase("a.example:8080", 81, null, "127.0.0.1:81", "a.example:81")]
    [TestCase("127.0.0.1:8080", 81, null, "127.0.0.1:81", "127.0.0.1:81")]
    [TestCase("a.example:8080", null, "10.0.0.1:9000", "10.0.0.1:9000", "10.0.0.1:9000")]
    [TestCase("unix:/a", null, null, "/a", "localhost")]
    [TestCase("127.0.0.1:8080", null, "unix:/b", "/b", "localhost")]
    public void Who_is_asked_and_by_what_name(string endpoint, int? port, string? address, string asked, string host)
    {
        var check = Of(new() { Port = port, Address = address }, endpoint);
        Assert.That(check.Address.ToString(), Is.EqualTo(asked));
        Assert.That(Encoding.ASCII.GetString(check.Request), Does.Contain($"\r\nHost: {host}\r\n"));
    }

    [Test]
    public void Intervals_lie_around_the_interval_on_all_sides()
    {
        const int draws = 10_000;
        var check = Of(new() { Interval = TimeSpan.FromSeconds(5), Jitter = HealthCheckJitter.Of(0.1) }, "127.0.0.1:1");
        var random = new LoopRandom(7);
        var intervals = Enumerable.Range(0, draws).Select(_ => check.NextInterval(random)).ToArray();
        Assert.That((intervals.Min(), intervals.Max()), Is.EqualTo((4500, 5500)).Using<(long, long)>((a, b) => Math.Abs(a.Item1 - b.Item1) < 5 && Math.Abs(a.Item2 - b.Item2) < 5));
        Assert.That(intervals.Average(), Is.EqualTo(5000).Within(10));
        Assert.That(intervals.Select(each => (each - 4500) / 100).GroupBy(each => each).Where(slot => slot.Key < 10).Select(slot => slot.Count()), Is.All.InRange(850, 1150));
    }

    [Test]
    public void Jitter_may_be_nothing_or_a_time_or_all()
    {
        var random = new LoopRandom(7);
        Assert.That(Of(new() { Jitter = default }, "127.0.0.1:1").NextInterval(random), Is.EqualTo(5000));
        Assert.That(Draw(HealthCheckJitter.Of(TimeSpan.FromSeconds(1))), Is.All.InRange(4000, 6000));
        Assert.That(Draw(HealthCheckJitter.Of(1)), Is.All.InRange(1, 10_000));

        IEnumerable<long> Draw(HealthCheckJitter jitter)
        {
            var check = Of(new() { Jitter = jitter }, "127.0.0.1:1");
            return Enumerable.Range(0, 1000).Select(_ => check.NextInterval(random)).ToArray();
        }
    }

    [Test]
    public void Same_options_are_the_same_check_and_others_are_not()
    {
        var options = new HealthCheckOptions { Path = "/a" };
        var check = Of(options, "127.0.0.1:1");
        Assert.That(check.IsSameAs(Of(options with { Expect = [new(200, 299)] }, "127.0.0.1:1")), Is.True);
        Assert.That(check.IsSameAs(Of(options with { Expect = [new(200, 298)] }, "127.0.0.1:1")), Is.False);
        Assert.That(check.IsSameAs(Of(options with { Path = "/b" }, "127.0.0.1:1")), Is.False);
        Assert.That(check.IsSameAs(Of(options with { Jitter = HealthCheckJitter.Of(0.2) }, "127.0.0.1:1")), Is.False);
    }

    [TestCase(ConnectError.Refused, ProbeOutcome.Bad, "connection refused")]
    [TestCase(ConnectError.TimedOut, ProbeOutcome.Bad, "no connection in 2s")]
    [TestCase(ConnectError.Unreachable, ProbeOutcome.Bad, "no route to it")]
    [TestCase(ConnectError.Other, ProbeOutcome.Bad, "the connection failed")]
    [TestCase(ConnectError.LocalResources, ProbeOutcome.Void, "this machine has no descriptor, port or memory left to probe with")]
    public void What_this_machine_lacks_is_not_held_against_the_endpoint(ConnectError error, ProbeOutcome outcome, string reason) =>
        Assert.That(ProbeReasons.OfConnect(error, Of(new(), "127.0.0.1:1")), Is.EqualTo(new ProbeResult(outcome, reason)));

    private static string RequestOf(HealthCheckOptions options, string endpoint) => Encoding.ASCII.GetString(Of(options, endpoint).Request);

    private static ProbeCheck Of(HealthCheckOptions options, string endpoint)
    {
        Assert.That(NetworkAddress.TryParseEndpoint(endpoint, out var address, out _), Is.True);
        var where = address!.IsLiteral ? address.ToEndPoint() : new IPEndPoint(IPAddress.Loopback, address.Port);
        return new ProbeCheck(options, new Endpoint(Group, endpoint, where, loops: 0));
    }
}
