using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Explaining;

namespace Proxy.Tests.Core.Explaining;

public class RouteReasonTests
{
    private static readonly ExplainRequest Request = new() { Url = "http://shop.example.org/v1/users/7?page=2", Headers = ["X-Env: blue", "X-Env: green"] };

    private const string Host = "shop.example.org";

    private static IEnumerable<TestCaseData> Differences()
    {
        yield return new(new RouteOptions { Hosts = ["a.example.net"] }, "host is shop.example.org, wants a.example.net");
        yield return new(new RouteOptions { Hosts = ["*.shop.example.org", "b"] }, "host is shop.example.org, wants *.shop.example.org or b");
        yield return new(new RouteOptions { Hosts = ["a", "b", "c", "d", "e"] }, "host is shop.example.org, wants a or b or c or 2 others");
        yield return new(new RouteOptions { Path = "/v2/*" }, "path differs at segment 1: is \"v1\", wants \"v2\"");
        yield return new(new RouteOptions { Path = "/v1/{what}/8" }, "path differs at segment 3: is \"7\", wants \"8\"");
        yield return new(new RouteOptions { Path = "/v1" }, "path goes on behind segment 1: \"/users/7\"");
        yield return new(new RouteOptions { Path = "/v1/users/{id}/photo" }, "path ends before segment 4, wants \"photo\"");
        yield return new(new RouteOptions { Path = "/{a}/{b}/{c}/{d}" }, "path ends before segment 4, wants {d}");
        yield return new(new RouteOptions { Methods = ["POST", "PUT"] }, "method GET is not among POST, PUT");
        yield return new(new RouteOptions { Headers = [new("X-Canary", null)] }, "header X-Canary is missing");
        yield return new(new RouteOptions { Headers = [new("x-env", "red")] }, "header x-env is \"blue\", wants \"red\"");
        yield return new(new RouteOptions { Query = [new("debug", null)] }, "query parameter debug is missing");
        yield return new(new RouteOptions { Query = [new("page", "1")] }, "query parameter page is \"2\", wants \"1\"");

        // The first that fails, in this order.
        yield return new(new RouteOptions { Path = "/x", Methods = ["PUT"] }, "path differs at segment 1: is \"v1\", wants \"x\"");
        yield return new(new RouteOptions { Methods = ["PUT"], Headers = [new("X", null)] }, "method GET is not among PUT");
    }

    private static IEnumerable<TestCaseData> Precedences()
    {
        yield return new(new RouteOptions { Hosts = ["shop.example.org"] }, new RouteOptions { Path = "/v1/users/7" }, "a host goes before any");
        yield return new(new RouteOptions { Hosts = [Host] }, new RouteOptions { Hosts = ["*.example.org"] }, "a host's name goes before a wildcard");
        yield return new(new RouteOptions { Hosts = ["*.example.org"] }, new RouteOptions { Hosts = ["*.org"] }, "more labels of the host go before fewer");
        yield return new(new RouteOptions { Path = "/v1/users/{a}" }, new RouteOptions { Path = "/v1/{a}/7" }, "a literal goes before a capture, at segment 2");
        yield return new(new RouteOptions { Path = "/v1/{what}/*" }, new RouteOptions { Path = "/v1/*" }, "a capture goes before the rest, at segment 2");
        yield return new(new RouteOptions { Path = "/v1/users/7" }, new RouteOptions { Path = "/v1/users/7/*" }, "the end goes before the rest, at segment 4");
        yield return new(new RouteOptions { Methods = ["GET"] }, new RouteOptions { }, "1 conditions on method, headers and query go before 0");
        yield return new(new RouteOptions { Methods = ["GET"] }, new RouteOptions { Query = [new("page", null)] }, "as specific, and it comes first");
    }

    [TestCaseSource(nameof(Differences))]
    public void First_condition_that_is_not_met_is_told(RouteOptions route, string reason)
    {
        var told = Explain(Request, route).Routes.Single();
        Assert.That((told.Verdict, told.Reason), Is.EqualTo((RouteVerdict.Differs, reason)));
    }

    [TestCaseSource(nameof(Precedences))]
    public void What_goes_before_a_route_that_fits_is_told(RouteOptions first, RouteOptions other, string reason)
    {
        foreach (var (routes, taken) in new[] { (new[] { first with { Name = "taken" }, other }, 0), (new[] { other, first with { Name = "taken" } }, 1) })
        {
            if (taken == 1 && reason.EndsWith("first", StringComparison.Ordinal))
            {
                continue;
            }

            var told = Explain(Request, routes).Routes;
            Assert.That(told[taken].Verdict, Is.EqualTo(RouteVerdict.Taken));
            Assert.That((told[1 - taken].Verdict, told[1 - taken].Reason), Is.EqualTo((RouteVerdict.LessSpecific, $"\"taken\" goes before it: {reason}")));
        }
    }

    [Test]
    public void Final_slash_is_no_segment()
    {
        var told = Explain(new() { Url = "http://a/users/" }, new RouteOptions { Path = "/users/{id}" }, new RouteOptions { Path = "/users/7" }).Routes;
        var expected = new[] { "path ends before segment 2, wants {id}", "path ends before segment 2, wants \"7\"" };
        Assert.That(told.Select(route => route.Reason), Is.EqualTo(expected));
    }

    [Test]
    public void Request_without_path_meets_no_path()
    {
        var request = new ExplainRequest { Method = "OPTIONS", Url = "*", Headers = ["Host: a"] };
        var told = Explain(request, new RouteOptions { Path = "/*" }, new RouteOptions { Path = "/a" }).Routes;
        Assert.That(told.Select(route => route.Reason), Is.EqualTo(new[] { "", "the request names no path" }));
    }

    [Test]
    public void Of_many_routes_the_nearest_are_told_and_the_others_counted()
    {
        var hosts = Enumerable.Range(0, 1000).Select(i => new RouteOptions { Hosts = [$"h{i}.example"] });
        var paths = Enumerable.Range(0, 30).Select(i => new RouteOptions { Path = $"/v1/p{i}" });
        var explanation = Explain(Request, [.. hosts, .. paths, new() { Methods = ["PUT"] }, new() { Name = "all" }]);
        Assert.Multiple(() =>
        {
            Assert.That(explanation.Routes, Has.Count.EqualTo(ProxyExplainer.MaxRoutes + 1));
            Assert.That(explanation.Routes.Select(route => route.Index), Is.Ordered);
            Assert.That(explanation.Routes[^1].Verdict, Is.EqualTo(RouteVerdict.Taken));
            Assert.That(explanation.Routes[^2].Reason, Is.EqualTo("method GET is not among PUT"));
            Assert.That(explanation.Routes[0].Index, Is.EqualTo(1000), "those that differ in a path come nearer than those that differ in the host");
            Assert.That(explanation.OtherRoutes, Is.EqualTo(new Dictionary<string, int> { ["path"] = 11, ["host"] = 1000 }));
        });
    }

    // The table decides, the reasons are found beside it: they must never tell another story.
    [Test]
    public void Reasons_agree_with_the_table()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var routes = RandomRoutes(random);
            var host = Pick(random, "a.x", "b.x", "c.b.x", "y");
            var request = new ExplainRequest { Method = Pick(random, "GET", "POST"), Url = $"http://{host}{RandomPath(random)}" };
            var told = Explain(request, routes).Routes;
            var taken = told.Count(route => route.Verdict == RouteVerdict.Taken);
            var story = $"seed {seed}, round {i}: {request.Method} {request.Url}\n{string.Join('\n', told)}";
            Assert.That(taken, Is.LessThanOrEqualTo(1), story);
            Assert.That(told.Where(route => taken == 0 && route.Verdict != RouteVerdict.Differs), Is.Empty, story);
            var unexplained = told.Where(route => route.Verdict == RouteVerdict.LessSpecific && route.Reason.EndsWith(": ", StringComparison.Ordinal));
            Assert.That(unexplained, Is.Empty, story);
            Assert.That(told.Where(route => route.Verdict == RouteVerdict.Differs && route.Reason.Length == 0), Is.Empty, story);
        }
    }

    private static RouteOptions[] RandomRoutes(Random random)
    {
        var routes = new List<RouteOptions>();
        while (routes.Count < 8)
        {
            var route = new RouteOptions
            {
                Hosts = random.Next(3) == 0 ? [] : [Pick(random, "a.x", "b.x", "*.x", "*.b.x"), Pick(random, "y", "*.x", "c.b.x")],
                Path = random.Next(3) == 0 ? null : RandomPattern(random),
                Methods = random.Next(2) == 0 ? [] : [Pick(random, "GET", "POST")],
                Query = random.Next(3) > 0 ? [] : [new("q", null)],
            };
            if (OptionsValidator.Validate(Options([.. routes, route])).Count == 0)
            {
                routes.Add(route);
            }
        }

        return [.. routes];
    }

    private static string RandomPattern(Random random)
    {
        var segments = Enumerable.Range(0, random.Next(1, 4)).Select(i => Pick(random, "a", "b", "{" + (char)('m' + i) + "}"));
        return $"/{string.Join('/', segments)}{Pick(random, "", "/", "/*")}";
    }

    private static string RandomPath(Random random) =>
        $"/{string.Join('/', Enumerable.Range(0, random.Next(4)).Select(_ => Pick(random, "a", "b")))}{Pick(random, "", "/", "?q", "/?q=1")}";

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];

    private static Explanation Explain(ExplainRequest request, params RouteOptions[] routes) => ProxyExplainer.Explain(Options(routes), request);

    private static ProxyOptions Options(params RouteOptions[] routes) => new()
    {
        Routes = [.. routes.Select(route => route with { Upstream = "u" })],
        Upstreams = [new() { Name = "u", Endpoints = ["127.0.0.1:9"] }],
    };
}
