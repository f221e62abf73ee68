using NUnit.Framework;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

[TestFixture]
public sealed class BuilderTests
{
    [Test]
    public async Task Two_lines_make_a_proxy()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = ProxyServer.CreateBuilder().Listen("127.0.0.1:0").To(origin.Address).Build();
        await proxy.StartAsync();
        using var client = await RawClient.ConnectAsync(proxy.Addresses["listener1"]);
        Assert.That((await client.GetAsync()).Text, Is.EqualTo("hello"));
    }

    [Test]
    public void Every_error_is_told_with_its_place()
    {
        var builder = ProxyServer.CreateBuilder().Listen("nowhere").Listen("127.0.0.1:70000").To("https://a", "unix:relative");
        builder = builder.Configure(options => options with
        {
            Limits = new LimitOptions { MaxStartLineBytes = 32 * 1024, MaxFields = 0 },
            Timeouts = new TimeoutOptions { Drain = TimeSpan.Zero },
            Transport = new TransportOptions { Threads = 0 },
        });
        var errors = Assert.Throws<ConfigurationException>(() => builder.Build())!.Errors;
        Assert.That(errors.Select(error => error.Path), Is.EqualTo(new[]
        {
            "listeners.listener1.address", "listeners.listener2.address", "upstreams.default.endpoints[0].address",
            "upstreams.default.endpoints[1].address", "limits.maxStartLineBytes", "limits.maxFields", "timeouts.drain", "threads",
        }));
    }

    [Test]
    public void Route_to_an_unknown_upstream_is_told_with_a_suggestion()
    {
        var options = new ProxyOptions
        {
            Upstreams = [new UpstreamOptions { Name = "site", Endpoints = ["127.0.0.1:1"] }],
            Routes = [new RouteOptions { Upstream = "siet" }],
        };
        Assert.That(OptionsValidator.Validate(options).Single().ToString(), Does.Contain("routes[0].upstream").And.Contain("siet").And.Contain("site"));
    }

    [Test]
    public async Task Address_in_use_is_told_and_nothing_stays_open()
    {
        using var origin = ScriptedOrigin.Answering();
        await using var proxy = ProxyServer.CreateBuilder().Listen("127.0.0.1:0").Listen(origin.Address["http://".Length..]).To(origin.Address).Build();
        Assert.That(() => proxy.StartAsync(), Throws.InstanceOf<ProxyStartException>().With.Message.Contains("in use"));
        Assert.That(() => RawClient.ConnectAsync(proxy.Addresses["listener1"]), Throws.Exception);
    }

    [Test]
    public async Task Name_that_cannot_be_resolved_is_told()
    {
        await using var proxy = ProxyServer.CreateBuilder().To("http://no-such-host.invalid").Build();
        Assert.That(() => proxy.StartAsync(), Throws.InstanceOf<ProxyStartException>().With.Message.Contains("no-such-host.invalid"));
    }
}
