using NUnit.Framework;
using Proxy.Core;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Configuration;

public class OptionsAdvisorTests
{
    private const string One = "never reached: another route goes first and takes every request of this one";
    private const string Several = "never reached: other routes go first and take every request of this one, among them";

    private static readonly RouteOptions Any = new() { Upstream = "site" };

    private static IEnumerable<TestCaseData> Unreachable =>
    [
        Case(One, "the same", Any, Any),
        Case(One, "captures of other names", Any with { Path = "/{a}/*" }, Any with { Path = "/{b}/*" }),
        Case(One, "any path in other words", Any with { Path = "/*" }, Any),
        Case(One, "a host in other letters", Any with { Hosts = ["A.example."] }, Any with { Hosts = ["a.example"] }),
        Case(One, "one of more hosts", Any with { Hosts = ["b.example", "a.example"] }, Any with { Hosts = ["a.example"] }),
        Case(One, "fewer methods", Any with { Methods = ["GET", "POST"] }, Any with { Methods = ["GET"] }),
        Case(One, "a value where any is taken", Any with { Headers = [new("X-A", null)] }, Any with { Headers = [new("x-a", "1")] }),
        Case(One, "the same said twice", Any with { Headers = [new("a", "1")] }, Any with { Headers = [new("a", "1"), new("A", null)] }, first: 1),
        Case(Several, "two methods taken by two", Any with { Methods = ["GET"] }, Any with { Methods = ["POST"] }, Any with { Methods = ["POST", "GET"] }),
        Case(
            Several,
            "two hosts taken by two",
            Any with { Hosts = ["a.example"] },
            Any with { Hosts = ["*.a.example"] },
            Any with { Hosts = ["a.example", "*.a.example"] }),
    ];

    private static IEnumerable<TestCaseData> Reachable =>
    [
        Case("", "another path", Any with { Path = "/a" }, Any with { Path = "/b" }),
        Case("", "a wildcard beside its name", Any with { Hosts = ["*.example"] }, Any with { Hosts = ["a.example"] }),
        Case("", "more methods", Any with { Methods = ["GET"] }, Any with { Methods = ["GET", "POST"] }),
        Case("", "a method beside a header", Any with { Headers = [new("a", "1")] }, Any with { Headers = [new("a", "1")], Methods = ["GET"] }),
        Case("", "any method", Any with { Methods = ["GET"] }, Any with { Headers = [new("a", "1")] }),
        Case("", "more conditions go first", Any, Any with { Query = [new("a", null)] }),
        Case("", "names of parameters are case-sensitive", Any with { Query = [new("a", null)] }, Any with { Query = [new("A", null)] }),
        Case("", "another value", Any with { Query = [new("a", "1")] }, Any with { Query = [new("a", "2")] }),
        Case("", "a value is not any", Any with { Query = [new("a", "1")] }, Any with { Query = [new("a", null)] }),
        Case("", "one host of two is left", Any with { Hosts = ["a.example"] }, Any with { Hosts = ["a.example", "b.example"] }),
    ];

    [TestCaseSource(nameof(Unreachable))]
    public void A_route_that_no_request_reaches_is_warned_of(string message, RouteOptions[] routes, int first)
    {
        var last = first == 0 ? routes.Length - 1 : 0;
        var warning = Review(routes).Single();

        Assert.That((warning.Path, warning.Message, warning.Other), Is.EqualTo(($"routes[{last}]", message, $"routes[{first}]")));
    }

    [TestCaseSource(nameof(Reachable))]
    public void One_that_some_request_reaches_is_not(string message, RouteOptions[] routes, int first) =>
        Assert.That(Review(routes), Is.Empty, $"{message}{first}");

    [Test]
    public void An_upstream_that_no_route_names_is_warned_of()
    {
        ProxyOptions options = new() { Routes = [Any], Upstreams = [new() { Name = "site" }, new() { Name = "stie" }] };

        Assert.That(OptionsAdvisor.Review(options).Single().ToString(), Is.EqualTo("upstreams.stie: never used: no route names this upstream"));
    }

    [Test]
    public async Task Warnings_keep_nobody_from_building()
    {
        ProxyOptions options = new() { Routes = [Any, Any], Upstreams = [new() { Name = "site", Endpoints = ["127.0.0.1:9"] }] };

        await using var server = ProxyServer.CreateBuilder().Configure(options).Build();

        Assert.That(OptionsAdvisor.Review(options), Has.Count.EqualTo(1));
    }

    private static IReadOnlyList<ConfigurationWarning> Review(RouteOptions[] routes) =>
        OptionsAdvisor.Review(new() { Routes = routes, Upstreams = [new() { Name = "site" }] });

    [TestCase("lb", "/", true)]
    [TestCase("lb", "/b", false)]
    [TestCase("other", "/", false)]
    public void Cookie_of_two_upstreams_is_warned_of(string cookie, string path, bool isShared)
    {
        var options = new ProxyOptions
        {
            Routes = [Any with { Split = new() { Upstreams = [new("a", 1), new("b", 1)] } }],
            Upstreams = [new() { Name = "a", Sticky = new() { Cookie = "lb" } }, new() { Name = "b", Sticky = new() { Cookie = cookie, Path = path } }],
        };
        var warning = new ConfigurationWarning("upstreams.b.sticky.cookie", "upstream \"a\" has the same cookie: clients of both are bound to neither for long");
        Assert.That(OptionsAdvisor.Review(options), Is.EqualTo(isShared ? [warning] : Array.Empty<ConfigurationWarning>()));
    }

    private static TestCaseData Case(string message, string name, RouteOptions one, RouteOptions two, RouteOptions? three = null, int first = 0) =>
        new TestCaseData(message, three is null ? new[] { one, two } : [one, two, three], first).SetArgDisplayNames(name);
}
