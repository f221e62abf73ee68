using System.Buffers;
using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Routing;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Core.Routing;

[TestFixture]
public sealed class RouteTableTests
{
    private static readonly RouteOptions[] Routes =
    [
        new() { Name = "any" },
        new() { Name = "host", Hosts = ["example.org", "Example.NET."] },
        new() { Name = "below", Hosts = ["*.example.org"] },
        new() { Name = "deeper", Hosts = ["*.deep.example.org"] },
        new() { Name = "host-v1", Hosts = ["example.org"], Path = "/v1/*" },
        new() { Name = "v1", Path = "/v1/*" },
        new() { Name = "v1-admin", Path = "/v1/admin" },
        new() { Name = "user", Path = "/users/{id}" },
        new() { Name = "me", Path = "/users/me" },
        new() { Name = "photo", Path = "/users/{id}/photo/*" },
        new() { Name = "me-only", Path = "/users/me/settings" },
        new() { Name = "root", Path = "/" },
        new() { Name = "directory", Path = "/dir/" },
        new() { Name = "post", Path = "/form", Methods = ["POST", "PURGE"] },
        new() { Name = "form", Path = "/form" },
        new() { Name = "beta", Path = "/app", Headers = [new("X-Env", "beta")] },
        new() { Name = "beta-debug", Path = "/app", Headers = [new("x-env", "beta"), new("X-Debug", null)] },
        new() { Name = "query", Path = "/app", Query = [new("v", "2"), new("new one", null)] },
        new() { Name = "literal", Hosts = ["[::1]"] },
    ];

    [TestCase("GET / HTTP/1.1\r\nHost: other", "root")]
    [TestCase("GET /x HTTP/1.1\r\nHost: other", "any")]
    [TestCase("GET /x HTTP/1.0\r\nA: b", "any", TestName = "No host")]
    [TestCase("OPTIONS * HTTP/1.1\r\nHost: other", "any")]
    [TestCase("OPTIONS * HTTP/1.1\r\nHost: example.org", "host")]
    [TestCase("GET /x HTTP/1.1\r\nHost: EXAMPLE.org:8080", "host")]
    [TestCase("GET /x HTTP/1.1\r\nHost: example.net", "host")]
    [TestCase("GET /x HTTP/1.1\r\nHost: example.org.", "host")]
    [TestCase("GET /x HTTP/1.1\r\nHost: example.org.:80", "host")]
    [TestCase("GET http://example.org/x HTTP/1.1\r\nHost: other", "host", TestName = "Absolute form")]
    [TestCase("GET /x HTTP/1.1\r\nHost: a.example.org", "below")]
    [TestCase("GET /x HTTP/1.1\r\nHost: b.a.example.org", "below")]
    [TestCase("GET /x HTTP/1.1\r\nHost: a.deep.example.org", "deeper")]
    [TestCase("GET /x HTTP/1.1\r\nHost: deep.example.org", "below")]
    [TestCase("GET /x HTTP/1.1\r\nHost: badexample.org", "any")]
    [TestCase("GET /x HTTP/1.1\r\nHost: [::1]:80", "literal")]
    [TestCase("GET /v1/admin HTTP/1.1\r\nHost: example.org", "host-v1", TestName = "The host decides before the path")]
    [TestCase("GET /v1 HTTP/1.1\r\nHost: other", "v1")]
    [TestCase("GET /v1/ HTTP/1.1\r\nHost: other", "v1")]
    [TestCase("GET /v1/a/b?c HTTP/1.1\r\nHost: other", "v1")]
    [TestCase("GET /v10 HTTP/1.1\r\nHost: other", "any")]
    [TestCase("GET /v1/admin HTTP/1.1\r\nHost: other", "v1-admin")]
    [TestCase("GET /v1/admin/ HTTP/1.1\r\nHost: other", "v1")]
    [TestCase("GET /V1 HTTP/1.1\r\nHost: other", "any")]
    [TestCase("GET /users/7 HTTP/1.1\r\nHost: other", "user")]
    [TestCase("GET /users/ HTTP/1.1\r\nHost: other", "any", TestName = "A capture is not empty")]
    [TestCase("GET /users/me HTTP/1.1\r\nHost: other", "me")]
    [TestCase("GET /users/me/photo/1 HTTP/1.1\r\nHost: other", "photo", TestName = "Back from a literal that leads nowhere")]
    [TestCase("GET /users/me/settings HTTP/1.1\r\nHost: other", "me-only")]
    [TestCase("GET /users/me/other HTTP/1.1\r\nHost: other", "any")]
    [TestCase("GET /dir/ HTTP/1.1\r\nHost: other", "directory")]
    [TestCase("GET /dir HTTP/1.1\r\nHost: other", "any")]
    [TestCase("POST /form HTTP/1.1\r\nHost: other", "post")]
    [TestCase("PURGE /form HTTP/1.1\r\nHost: other", "post")]
    [TestCase("post /form HTTP/1.1\r\nHost: other", "form")]
    [TestCase("GET /app HTTP/1.1\r\nHost: other", "any")]
    [TestCase("GET /app HTTP/1.1\r\nHost: other\r\nX-ENV: beta", "beta")]
    [TestCase("GET /app HTTP/1.1\r\nHost: other\r\nX-Env: prod\r\nX-Env: beta", "beta")]
    [TestCase("GET /app HTTP/1.1\r\nHost: other\r\nX-Env: beta\r\nX-Debug:", "beta-debug")]
    [TestCase("GET /app?v=2 HTTP/1.1\r\nHost: other", "any")]
    [TestCase("GET /app?new%20one&v=1&v=%32 HTTP/1.1\r\nHost: other", "query")]
    [TestCase("GET /public/../v1/admin HTTP/1.1\r\nHost: other", "v1-admin")]
    [TestCase("GET /public/%2e%2e/v1/%61dmin HTTP/1.1\r\nHost: other", "v1-admin")]
    public void Most_specific_route_is_taken(string head, string name)
    {
        var table = new RouteTable(new ProxyOptions { Routes = Routes }, []);
        Assert.That(Match(table, head, out _)?.Options.Name, Is.EqualTo(name));
        Assert.That(Match(new RouteTable(new ProxyOptions { Routes = [.. Routes.Reverse()] }, []), head, out _)?.Options.Name, Is.EqualTo(name), "in whatever order they are given");
    }

    [Test]
    public void No_route_may_match()
    {
        var table = new RouteTable(new ProxyOptions { Routes = [new() { Path = "/a" }, new() { Hosts = ["b"] }] }, []);
        Assert.That(Match(table, "GET /c HTTP/1.1\r\nHost: a", out _), Is.Null);
    }

    [Test]
    public void Equal_conditions_leave_it_to_the_order()
    {
        RouteOptions[] routes = [new() { Name = "first", Path = "/a", Methods = ["GET"] }, new() { Name = "second", Path = "/a", Query = [new("b", null)] }];
        Assert.That(Match(new RouteTable(new ProxyOptions { Routes = routes }, []), "GET /a?b HTTP/1.1\r\nHost: a", out _)!.Options.Name, Is.EqualTo("first"));
    }

    [TestCase("/users/{id}", "/users/7", "7")]
    [TestCase("/users/{id}/photo/*", "/users/me/photo/1/2", "me|1/2")]
    [TestCase("/users/{id}/photo/*", "/users/me/photo", "me|")]
    [TestCase("/users/{id}/photo/*", "/users/me/photo/", "me|")]
    [TestCase("/{a}/{b}", "/x%20y/./z", "x y|z")]
    [TestCase("/*", "/a/b", "a/b")]
    public void Captures_lie_in_the_path_as_routes_see_it(string pattern, string path, string captures)
    {
        RouteOptions[] routes = [new() { Path = pattern }, new() { Path = "/users/me/album" }];
        var route = Match(new RouteTable(new ProxyOptions { Routes = routes }, []), $"GET {path} HTTP/1.1\r\nHost: a", out var found);
        Assert.That(found, Is.EqualTo(captures.Split('|')));
        Assert.That(route!.Path.Captures, Has.Count.EqualTo(found.Length));
    }

    [Test]
    public void Many_routes_are_told_apart()
    {
        var routes = Enumerable.Range(0, 10_000).Select(i => new RouteOptions { Name = $"{i}", Hosts = [$"h{i % 100}.example"], Path = $"/p{i}/*" }).ToArray();
        var table = new RouteTable(new ProxyOptions { Routes = routes }, []);
        for (var i = 0; i < routes.Length; i += 97)
        {
            Assert.That(Match(table, $"GET /p{i}/x HTTP/1.1\r\nHost: h{i % 100}.example", out _)!.Options.Name, Is.EqualTo($"{i}"));
        }
    }

    private static Route? Match(RouteTable table, string text, out string[] captures)
    {
        var head = new RequestHead();
        var status = new RequestParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(text + "\r\n\r\n")), head);
        Assert.That(status, Is.EqualTo(ParseStatus.Complete));
        var path = new RoutePath();
        Assert.That(path.TryRead(head, allowsAmbiguous: false));
        var route = table.Match(head, path.Of(head), ref path.Captures);
        captures = new string[route?.Path.Captures.Count ?? 0];
        for (var i = 0; i < captures.Length; i++)
        {
            captures[i] = Encoding.Latin1.GetString(path.Of(head).Slice(path.Captures[i].Start, path.Captures[i].Length));
        }

        return route;
    }
}
