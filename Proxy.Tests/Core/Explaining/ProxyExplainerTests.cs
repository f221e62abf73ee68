using System.Net;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Explaining;

namespace Proxy.Tests.Core.Explaining;

public class ProxyExplainerTests
{
    private static readonly ProxyOptions Options = new()
    {
        Listeners =
        [
            new() { Name = "web", Address = "0.0.0.0:80" },
            new() { Name = "alt", Address = "127.0.0.1:8080" },
            new() { Name = "local", Address = "unix:/run/p.sock" },
        ],
        Routes = [new() { Hosts = ["a"], Path = "/x/*", Upstream = "u" }, new() { Path = "/here", Redirect = new() { To = "{path}" } }],
        Upstreams = [new() { Name = "u", Endpoints = ["10.0.0.1:9", new() { Address = "origin.internal:80", Weight = 3 }, "unix:/run/o.sock"] }],
    };

    [TestCase("http://a/x/", "web", 0)]
    [TestCase("http://a:8080/x/", "alt", 0)]
    [TestCase("/x/", "web", 0)]
    [TestCase("http://a:81/x/", "web", 1)]
    [TestCase("https://a/x/", "web", 2)]
    [TestCase("https://a:8080/x/", "alt", 1)]
    public void Listener_is_found_by_the_port(string url, string listener, int notes)
    {
        var explanation = Explain(new() { Url = url });
        Assert.That((explanation.Listener.Name, explanation.Listener.Notes.Count), Is.EqualTo((listener, notes)));
        Assert.That(explanation.Request.Scheme, Is.EqualTo("http"), "no listener speaks TLS");
    }

    [Test]
    public void Listener_can_be_named() =>
        Assert.That(Explain(new() { Url = "http://a/x/", Listener = "local" }).Listener.Address, Is.EqualTo("unix:/run/p.sock"));

    [TestCase("ftp://a/")]
    [TestCase("http:///x")]
    public void What_is_no_url_is_refused(string url) =>
        Assert.That(() => Explain(new() { Url = url }), Throws.TypeOf<ExplainException>().With.Message.Contains("is no URL of HTTP"));

    [Test]
    public void Unknown_listener_is_refused() =>
        Assert.That(
            () => Explain(new() { Url = "http://a/", Listener = "wep" }),
            Throws.TypeOf<ExplainException>().With.Message.EqualTo("no listener is named \"wep\"; did you mean \"web\"?"));

    [Test]
    public void Options_that_cannot_be_run_are_refused() =>
        Assert.That(() => ProxyExplainer.Explain(new(), new() { Url = "http://a/" }), Throws.TypeOf<ConfigurationException>());

    [Test]
    public void Shares_follow_the_weights_and_no_name_is_looked_up()
    {
        var endpoints = Explain(new() { Url = "http://a/x/" }).Upstream!.Endpoints;
        var expected = new (double, string?)[] { (20, null), (60, "looked up at run time"), (20, null) };
        Assert.That(endpoints.Select(each => (each.Percent, each.Note)), Is.EqualTo(expected));
    }

    [Test]
    public void Shares_follow_tiers_zones_and_what_drains()
    {
        EndpointOptions[] endpoints =
        [
            new() { Address = "10.0.0.1:9", Zone = "a" },
            new() { Address = "10.0.0.2:9", Zone = "b" },
            new() { Address = "10.0.0.3:9", Zone = "a", Drain = true },
            new() { Address = "10.0.0.4:9", Priority = 2, Zone = "a" },
        ];
        var options = Options with { Zone = "b", Upstreams = [Options.Upstreams[0] with { Endpoints = endpoints }] };
        var explained = ProxyExplainer.Explain(options, new() { Url = "http://a/x/" }).Upstream!.Endpoints;
        var expected = new (double, string?)[] { (0, "zone a"), (100, "zone b"), (0, "drains, zone a"), (0, "priority 2, zone a") };
        Assert.That(explained.Select(each => (each.Percent, each.Note)), Is.EqualTo(expected));
    }

    [TestCase("GET", "until the origin answers")]
    [TestCase("POST", "until a byte of the POST was written (RFC 9110 §9.2.2)")]
    public void Whether_it_may_be_tried_again_depends_on_the_method(string method, string end) =>
        Assert.That(Explain(new() { Method = method, Url = "http://a/x/" }).Upstream!.Retry, Does.StartWith("up to 2 tries").And.EndsWith(end));

    [TestCase("GET", ", 2s each, until the origin answers with another status than 502, 503")]
    [TestCase("POST", ", 2s each, until a byte of the POST was written (RFC 9110 §9.2.2)")]
    public void What_is_tried_again_is_told_as_the_route_has_it(string method, string end)
    {
        var retry = new RouteRetryOptions { Attempts = 4, PerTryTimeout = TimeSpan.FromSeconds(2) };
        var upstream = Options.Upstreams[0] with { Retry = new() { Attempts = 3, Statuses = [502, 503], Budget = new() { Percent = 5 } } };
        var options = Options with { Routes = [Options.Routes[0] with { Retry = retry }], Upstreams = [upstream] };
        var explanation = ProxyExplainer.Explain(options, new() { Method = method, Url = "http://a/x/" });
        Assert.That(explanation.Upstream!.Retry, Does.StartWith("up to 4 tries, each on another").And.EndsWith(end));
        Assert.That(
            explanation.Upstream.Settings.Where(setting => setting.Key.Contains(".retry.", StringComparison.Ordinal)).Select(setting => $"{setting.Key} {setting.Value}"),
            Is.EqualTo(new[] { "upstreams.u.retry.attempts 3", "upstreams.u.retry.budget.percent 5" }));
        Assert.That(
            explanation.Bounds.Where(setting => setting.Key.Contains(".retry.", StringComparison.Ordinal)).Select(setting => setting.Value),
            Is.EqualTo(new[] { "4", "2s" }));
    }

    [Test]
    public void How_the_endpoints_are_probed_is_told()
    {
        var check = new HealthCheckOptions { Path = "/healthz", Host = "b", BodyContains = "ok", Initial = InitialHealth.ProbeFirst, Interval = TimeSpan.FromSeconds(1) };
        var upstream = ProxyExplainer.Explain(Probed(check), new() { Url = "http://a/x/" }).Upstream!;
        Assert.That(upstream.HealthCheck, Is.EqualTo(
            "probed by GET /healthz for b, well with 2xx and \"ok\" in the body; new ones wait for their first good probe"));
        Assert.That(
            upstream.Settings.Where(setting => setting.Key.Contains(".healthCheck.", StringComparison.Ordinal)).Select(setting => (setting.Key.Split('.')[^1], setting.Value)),
            Is.EqualTo(new[] { ("interval", "1s"), ("timeout", "2s"), ("healthyAfter", "2"), ("unhealthyAfter", "3") }));
        var other = new HealthCheckOptions { Kind = HealthCheckKind.Tcp, Address = "127.0.0.1:1" };
        Assert.That(
            ProxyExplainer.Explain(Probed(other), new() { Url = "http://a/x/" }).Upstream!.HealthCheck,
            Is.EqualTo("probed by a connection; 127.0.0.1:1 is asked in place of each"));
        Assert.That(Explain(new() { Url = "http://a/x/" }).Upstream!.HealthCheck, Is.Null);

        static ProxyOptions Probed(HealthCheckOptions check) => Options with { Upstreams = [Options.Upstreams[0] with { HealthCheck = check }] };
    }

    [TestCase("http://a/x/../x/%61", "/x/a", true, "the path goes on as it was sent, dots and all; routes saw /x/a")]
    [TestCase("http://a/x/%61", "/x/a", true, null)]
    [TestCase("http://a/x/a", "/x/a", false, null)]
    public void Path_is_told_as_routes_see_it(string url, string path, bool isNormalized, string? warning)
    {
        var explanation = Explain(new() { Url = url });
        Assert.That((explanation.Request.Path, explanation.Request.IsNormalized), Is.EqualTo((path, isNormalized)));
        Assert.That(explanation.Warnings, Is.EqualTo(warning is null ? [] : new[] { warning }));
    }

    [TestCase("get", "http://a/x/", null, "methods are case-sensitive: get is not GET")]
    [TestCase(
        "GET",
        "http://a/x/",
        "Upgrade: websocket",
        "Upgrade is not passed on: it wants HTTP/1.1, a protocol other than h2c, and \"Connection: Upgrade\" (RFC 9110 §7.8)")]
    [TestCase("GET", "http://b/here", null, "the redirect leads to the same place: /here")]
    public void What_may_be_a_mistake_is_told(string method, string url, string? header, string warning) =>
        Assert.That(Explain(new() { Method = method, Url = url, Headers = header is null ? [] : [header] }).Warnings, Is.EqualTo(new[] { warning }));

    [Test]
    public void Endpoint_that_is_a_listener_of_the_same_proxy_is_told()
    {
        var options = Options with { Upstreams = [Options.Upstreams[0] with { Endpoints = ["http://127.0.0.1:8080"] }] };
        Assert.That(
            ProxyExplainer.Explain(options, new() { Url = "http://a/x/" }).Warnings,
            Is.EqualTo(new[] { "endpoint http://127.0.0.1:8080 is this proxy's own listener \"alt\": the request would go round" }));
    }

    [Test]
    public void Fault_is_told_with_its_place()
    {
        var fault = Explain(new() { Url = "http://a/x/", Headers = ["A: 1", "B : 2"] }).Request.Fault;
        Assert.That(fault, Is.EqualTo(new ExplainedFault("There is whitespace between a field name and its colon", "RFC 9112 §5.1", 34, "B : 2", 1)));
    }

    [Test]
    public void Who_connects_may_be_unknown()
    {
        var explanation = Explain(new() { Url = "http://a/x/", From = null });
        Assert.That(explanation.Request.Client, Is.Empty);
        Assert.That(explanation.ToOrigin!.Head, Does.Not.Contain("X-Forwarded-For"));
        Assert.That(Explain(new() { Url = "http://a/x/", From = IPAddress.IPv6Loopback }).ToOrigin!.Head, Does.Contain("X-Forwarded-For: ::1\r\n"));
    }

    [Test]
    public void Bounds_that_do_not_apply_are_left_out()
    {
        var answered = Keys(Explain(new() { Url = "http://a/here" }));
        var forwarded = Keys(Explain(new() { Url = "http://a/x/" }));
        var upgraded = Keys(Explain(new() { Url = "http://a/x/", Headers = ["Connection: Upgrade", "Upgrade: websocket"] }));
        Assert.That(answered, Does.Contain("timeouts.requestHead").And.Not.Contain("timeouts.upstreamConnect").And.Not.Contain("timeouts.drain"));
        Assert.That(forwarded.Except(answered), Is.SupersetOf(new[] { "timeouts.upstreamConnect", "limits.maxInterimResponses" }));
        Assert.That(upgraded.Except(forwarded), Is.EqualTo(new[] { "timeouts.tunnelIdle" }));
    }

    private static string[] Keys(Explanation explanation) => [.. explanation.Bounds.Select(bound => bound.Key)];

    private static Explanation Explain(ExplainRequest request) => ProxyExplainer.Explain(Options, request);
}
