using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Configuration;

public class HealthCheckValidatorTests
{
    private static readonly HealthCheckOptions Http = new();
    private static readonly HealthCheckOptions Tcp = new() { Kind = HealthCheckKind.Tcp };

    private static readonly TestCaseData[] Mistakes =
    [
        new(Http with { Path = "healthz" }, "path", "\"healthz\": a path begins with \"/\", as in \"/healthz\""),
        new(Http with { Path = "" }, "path", "\"\": a path begins with \"/\", as in \"/healthz\""),
        new(Http with { Path = "/a b" }, "path", "\"/a b\": a request's path is of visible ASCII, without \"#\"; write other characters as \"%20\""),
        new(Http with { Path = "/a\r\nX: y" }, "path", "\"/a\r\nX: y\": a request's path is of visible ASCII, without \"#\"; write other characters as \"%20\""),
        new(Http with { Path = "/ä" }, "path", "\"/ä\": a request's path is of visible ASCII, without \"#\"; write other characters as \"%20\""),
        new(Http with { Method = "G T" }, "method", "\"G T\": a method is needed, as in \"GET\", and not CONNECT"),
        new(Http with { Method = "CONNECT" }, "method", "\"CONNECT\": a method is needed, as in \"GET\", and not CONNECT"),
        new(Http with { Host = "a b" }, "host", "\"a b\": a host is needed, as in \"internal.example.org\" or \"10.0.0.1:8080\""),
        new(Http with { Expect = [] }, "expect", "no status would be good; name at least one, as in [ \"2xx\" ]"),
        new(Http with { Expect = [new(100, 199)] }, "expect[0]", "1xx is out of range: codes from 200 to 599 are allowed, the lower one first"),
        new(Http with { Expect = [new(200, 200), new(204, 200)] }, "expect[1]", "204-200 is out of range: codes from 200 to 599 are allowed, the lower one first"),
        new(Http with { BodyContains = "" }, "bodyContains", "a text of 1 to 1024 characters is needed"),
        new(Http with { BodyContains = new string('a', 1025) }, "bodyContains", "a text of 1 to 1024 characters is needed"),
        new(Http with { BodyContains = "a", Method = "HEAD" }, "bodyContains", "a response to HEAD has no body; use GET"),
        new(Http with { Interval = TimeSpan.FromMilliseconds(99) }, "interval", "99ms is out of range: 100ms to 24h is allowed"),
        new(Http with { Timeout = TimeSpan.Zero }, "timeout", "0ms is out of range: 1ms to 10m is allowed"),
        new(Http with { HealthyAfter = 0 }, "healthyAfter", "0 is out of range: 1 to 1000 is allowed"),
        new(Http with { UnhealthyAfter = 1001 }, "unhealthyAfter", "1001 is out of range: 1 to 1000 is allowed"),
        new(Http with { Jitter = HealthCheckJitter.Of(1.01) }, "jitter", "1.01 is out of range: a share from 0 to 1 is allowed"),
        new(Http with { Jitter = HealthCheckJitter.Of(double.NaN) }, "jitter", "NaN is out of range: a share from 0 to 1 is allowed"),
        new(Http with { Jitter = HealthCheckJitter.Of(TimeSpan.FromSeconds(6)) }, "jitter", "it can be no longer than the interval"),
        new(Http with { Port = 65536 }, "port", "65536 is out of range: 1 to 65535 is allowed"),
        new(Http with { Port = 1, Address = "127.0.0.1:2" }, "port", "excludes \"address\", which has a port of its own"),
        new(Http with { Address = "a.example:80" }, "address",
            "\"a.example:80\": an IP address is needed here, as in 10.0.0.1:9000, or unix:/path; a name is not looked up"),
        new(Tcp with { Path = "/a" }, "path", "is of probes by HTTP; one by TCP asks nothing"),
        new(Tcp with { Method = "HEAD" }, "method", "is of probes by HTTP; one by TCP asks nothing"),
        new(Tcp with { Host = "a" }, "host", "is of probes by HTTP; one by TCP asks nothing"),
        new(Tcp with { Expect = [] }, "expect", "is of probes by HTTP; one by TCP asks nothing"),
        new(Tcp with { BodyContains = "a" }, "bodyContains", "is of probes by HTTP; one by TCP asks nothing"),
    ];

    private static readonly HealthCheckOptions[] Sound =
    [
        Http,
        Tcp,
        Http with { Path = "/healthz?full=1", Method = "HEAD", Host = "a.example:81", Expect = [new(200, 204), new(301, 301)] },
        Http with { Jitter = HealthCheckJitter.Of(1), BodyContains = "läuft", Address = "unix:/run/health.sock" },
        Http with { Jitter = HealthCheckJitter.Of(TimeSpan.FromSeconds(5)), Timeout = TimeSpan.FromMinutes(1), Port = 81 },
        Tcp with { Address = "[::1]:81", Initial = InitialHealth.ProbeFirst },
    ];

    [TestCaseSource(nameof(Mistakes))]
    public void Mistake_is_told(HealthCheckOptions check, string key, string problem) =>
        Assert.That(Errors(check, "127.0.0.1:9"), Is.EqualTo(new ConfigurationError[] { new($"upstreams.default.healthCheck.{key}", problem) }));

    [TestCaseSource(nameof(Sound))]
    public void What_can_be_run_is_taken(HealthCheckOptions check) => Assert.That(Errors(check, "127.0.0.1:9"), Is.Empty);

    [Test]
    public void Unix_socket_has_no_port() => Assert.That(Errors(Http with { Port = 1 }, "unix:/a").Single().Path, Is.EqualTo("upstreams.default.healthCheck.port"));

    private static IEnumerable<ConfigurationError> Errors(HealthCheckOptions check, string endpoint) => OptionsValidator.Validate(new ProxyOptions
    {
        Listeners = [new ListenerOptions { Address = "127.0.0.1:0" }],
        Routes = [new RouteOptions { Upstream = "default" }],
        Upstreams = [new UpstreamOptions { Endpoints = [endpoint], HealthCheck = check }],
    });
}
