using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Configuration;

public class ResolveValidatorTests
{
    [TestCase("srv://_http._tcp.web.service.consul")]
    [TestCase("SRV://web.service.consul./")]
    [TestCase("file:///etc/proxy/web.endpoints")]
    [TestCase("web.example:80")]
    public void Sources_are_endpoints(string address) => Assert.That(Errors(address), Is.Empty);

    [TestCase("srv://")]
    [TestCase("srv://web.example:80")]
    [TestCase("srv://web.example/path")]
    [TestCase("srv://web..example")]
    [TestCase("srv://we b.example")]
    public void A_service_is_a_name_alone(string address) => Assert.That(
        Errors(address),
        Is.EqualTo((string[])[$"upstreams.default.endpoints[0].address: \"{address}\": a name alone is needed, as in srv://_http._tcp.web.service.consul; ports come with its records"]));

    [TestCase("file://")]
    [TestCase("file://web.endpoints")]
    [TestCase("file:///etc/proxy/")]
    public void A_file_has_an_absolute_path(string address) => Assert.That(
        Errors(address),
        Is.EqualTo((string[])[$"upstreams.default.endpoints[0].address: \"{address}\": the absolute path of a file is needed, as in file:///etc/proxy/web.endpoints"]));

    [Test]
    public void Weights_of_records_are_in_the_records() => Assert.That(
        Errors(new UpstreamOptions { Endpoints = [new EndpointOptions { Address = "srv://web.example", Weight = 2 }] }),
        Is.EqualTo((string[])["upstreams.default.endpoints[0].weight: the weights of srv://web.example come from its records"]));

    [Test]
    public void Name_servers_are_addresses() => Assert.That(
        Errors(new ResolveOptions { Servers = ["10.0.0.53", "dns.example"] }),
        Is.EqualTo((string[])["upstreams.default.resolve.servers[1]: \"dns.example\" is no name server: an IP address is needed, as in 10.0.0.53, 127.0.0.1:8600 or [::1]:53"]));

    [Test]
    public void The_least_time_is_not_longer_than_the_longest() => Assert.That(
        Errors(new ResolveOptions { MinTtl = TimeSpan.FromMinutes(6) }),
        Is.EqualTo((string[])["upstreams.default.resolve.minTtl: it may not be longer than maxTtl (upstreams.default.resolve.maxTtl)"]));

    [Test]
    public void Times_have_ranges() =>
        Assert.That(Errors(new ResolveOptions { Interval = TimeSpan.Zero, Timeout = TimeSpan.FromDays(2) }), Has.Count.EqualTo(2));

    private static List<string> Errors(string address) => Errors(new UpstreamOptions { Endpoints = [address] });

    private static List<string> Errors(ResolveOptions resolve) => Errors(new UpstreamOptions { Endpoints = ["web.example:80"], Resolve = resolve });

    private static List<string> Errors(UpstreamOptions upstream) =>
        [.. OptionsValidator.Validate(new ProxyOptions { Upstreams = [upstream] }).Select(error => error.ToString()).Where(error => error.StartsWith("upstreams", StringComparison.Ordinal))];
}
