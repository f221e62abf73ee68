using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

[TestFixture(TransportKind.Epoll)]
[TestFixture(TransportKind.Managed)]
public sealed class RoutingTests(TransportKind kind) : Scenario(kind)
{
    private const string Admin = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nadmin";

    [TestCase("/", "hello")]
    [TestCase("/admin", "admin")]
    [TestCase("/admin/x?a=b", "admin")]
    [TestCase("/public/../admin", "admin")]
    [TestCase("/public/%2e%2e/admin", "admin")]
    [TestCase("//admin", "admin")]
    [TestCase("/%61dmin", "admin")]
    [TestCase("/administrator", "hello")]
    public async Task Rule_about_a_path_meets_every_spelling_of_it_and_the_bytes_stay(string target, string answer)
    {
        using var site = ScriptedOrigin.Answering();
        using var admin = ScriptedOrigin.Answering(Admin);
        await using var proxy = await ProxyFixture.StartAsync(Routed(site, admin));
        var client = await proxy.ConnectAsync();
        Assert.That((await client.GetAsync(target)).Text, Is.EqualTo(answer));
        Assert.That((answer == "admin" ? admin : site).Requests[0].StartLine, Is.EqualTo($"GET {target} HTTP/1.1"));
    }

    [TestCase("/public/..%2fadmin")]
    [TestCase("/public/..;/admin")]
    [TestCase("/a%5cb")]
    [TestCase("/a%00")]
    [TestCase("/a%")]
    public async Task Ambiguous_path_is_refused_where_routes_depend_on_paths(string target)
    {
        using var site = ScriptedOrigin.Answering();
        using var admin = ScriptedOrigin.Answering(Admin);
        var options = Routed(site, admin);
        await using (var proxy = await ProxyFixture.StartAsync(options))
        {
            var client = await proxy.ConnectAsync();
            Assert.That((await client.GetAsync(target)).Status, Is.EqualTo(400));
            Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"), "the connection goes on");
            Assert.That(proxy.Statistics.Errors[ProxyError.PathAmbiguous], Is.EqualTo(1));
        }

        await using var allowing = await ProxyFixture.StartAsync(options with { Requests = new RequestOptions { AllowAmbiguousPaths = true } });
        Assert.That((await (await allowing.ConnectAsync()).GetAsync(target)).Text, Is.EqualTo("hello"));
    }

    [Test]
    public async Task Ambiguous_path_passes_where_no_route_depends_on_it()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = await StartAsync(origin);
        Assert.That((await (await proxy.ConnectAsync()).GetAsync("/group%2Fproject")).Text, Is.EqualTo("hello"));
        Assert.That(origin.Requests[0].StartLine, Is.EqualTo("GET /group%2Fproject HTTP/1.1"));
    }

    [Test]
    public async Task Request_without_a_route_is_404()
    {
        using var origin = ScriptedOrigin.Answering();
        var options = Options(origin.Address) with { Routes = [new RouteOptions { Upstream = "default", Hosts = ["a"], Path = "/x" }] };
        await using var proxy = await ProxyFixture.StartAsync(options);
        var client = await proxy.ConnectAsync();
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(404));
        Assert.That((await client.GetAsync("/x")).Text, Is.EqualTo("hello"), "the connection goes on");
        Assert.That((await client.AskAsync("GET /x HTTP/1.1\r\nHost: b\r\n\r\n")).Status, Is.EqualTo(404));
    }

    private ProxyOptions Routed(ScriptedOrigin site, ScriptedOrigin admin)
    {
        var options = Options(site.Address);
        return options with
        {
            Upstreams = [.. options.Upstreams, new UpstreamOptions { Name = "admin", Endpoints = [EndpointOptions.FromString(admin.Address)] }],
            Routes = [.. options.Routes, new RouteOptions { Upstream = "admin", Path = "/admin/*" }],
        };
    }
}
