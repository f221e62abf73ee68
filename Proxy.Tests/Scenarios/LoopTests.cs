using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Scenarios;

/// <summary>Requests that come back to where they have been (RFC 9110 §7.6.3).</summary>
[TestFixture]
public sealed class LoopTests() : Scenario(TransportKind.Epoll)
{
    [Test]
    public async Task A_proxy_before_itself_is_noticed_at_once()
    {
        var address = ProxyFixture.ListenAddress(AddressKind.Unix);
        await using var proxy = await StartAsync(address, address);
        Assert.That((await (await proxy.ConnectAsync()).GetAsync()).Status, Is.EqualTo(508));
        Assert.That(proxy.Statistics.Requests, Is.EqualTo(2));
        Assert.That(proxy.Statistics.Errors[ProxyError.LoopDetected], Is.EqualTo(1));
    }

    [Test]
    public async Task Two_proxies_before_each_other_are_noticed_after_one_round()
    {
        var (first, second) = (ProxyFixture.ListenAddress(AddressKind.Unix), ProxyFixture.ListenAddress(AddressKind.Unix));
        await using var one = await StartAsync(first, second);
        await using var other = await StartAsync(second, first);
        var client = await one.ConnectAsync();
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(508));
        Assert.That((one.Statistics.Requests, other.Statistics.Requests), Is.EqualTo((2L, 1L)));
        Assert.That((await client.GetAsync()).Status, Is.EqualTo(508), "the connection can be used on");
    }

    [Test]
    public async Task Proxies_in_a_row_are_no_loop_though_their_configurations_are_alike()
    {
        using var origin = ScriptedOrigin.Answering();
        var (first, second) = (ProxyFixture.ListenAddress(AddressKind.Unix), ProxyFixture.ListenAddress(AddressKind.Unix));
        await using var one = await StartAsync(first, second);
        await using var other = await StartAsync(second, origin.Address);
        Assert.That((await (await one.ConnectAsync()).GetAsync()).Status, Is.EqualTo(200));
        Assert.That(origin.Requests[0].Field("Via"), Is.EqualTo($"1.1 {NameOf(one)}|1.1 {NameOf(other)}"));
        Assert.That(NameOf(one), Does.Match("^edge-[0-9a-f]{8}$").And.Not.EqualTo(NameOf(other)));
    }

    private static string NameOf(ProxyFixture proxy) => Encoding.ASCII.GetString(proxy.Server.Workers[0].Snapshot.Identity.Pseudonym);

    private Task<ProxyFixture> StartAsync(string address, string upstream) => ProxyFixture.StartAsync(WithUpstream(Options(upstream), options => options with { MaxIdleConnections = 0 }) with
    {
        // An idle connection would be a client of the next one, which its end waits for.
        Listeners = [new ListenerOptions { Address = address }],
        Identity = new IdentityOptions { Via = "edge" },
    });
}
