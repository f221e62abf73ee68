using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Configuration;

public class OriginValidatorTests
{
    [TestCase("10.0.0.9", "10.0.0.5:80")]
    [TestCase("10.0.0.9", "unix:/run/app.sock")]
    [TestCase("10.0.0.9", "a.example:80")]
    [TestCase("2001:db8::9", "[2001:db8::1]:80")]
    [TestCase("2001:db8::9", "http://a.example")]
    [TestCase("::ffff:10.0.0.9", "10.0.0.5:80")]
    public void Source_addresses_that_may_be(string source, string endpoint) => Assert.That(Errors(source, endpoint), Is.Empty);

    [TestCase("")]
    [TestCase("eth0")]
    [TestCase("10.0.0.9:80")]
    [TestCase("[::1]")]
    [TestCase("10.0.0.0/8")]
    [TestCase("1")]
    [TestCase("0.0.0.0")]
    [TestCase("::")]
    public void Source_addresses_that_are_none(string source) => Assert.That(
        Errors(source, "a.example:80"),
        Is.EqualTo(new[]
        {
            $"upstreams.site.sourceAddress: \"{source}\" is no address to connect from: one of this machine is needed, as in 10.0.0.9 or 2001:db8::9, without a port",
        }));

    [TestCase("10.0.0.9", "http://[2001:db8::1]:80", "IPv4", "IPv6")]
    [TestCase("2001:db8::9", "10.0.0.5:80", "IPv6", "IPv4")]
    public void Source_addresses_of_another_family_than_an_endpoint(string source, string endpoint, string own, string other) => Assert.That(
        Errors(source, "a.example:80", endpoint),
        Is.EqualTo(new[] { $"upstreams.site.sourceAddress: \"{source}\" is of {own}: the endpoint \"{endpoint}\" is of {other} and cannot be reached from there" }));

    [Test]
    public void Probes_have_their_ranges() => Assert.That(
        Errors(new UpstreamOptions
        {
            Name = "site",
            Endpoints = ["a.example:80"],
            TcpKeepAlive = new TcpKeepAliveOptions { Idle = TimeSpan.FromMilliseconds(999), Interval = TimeSpan.FromHours(10), Probes = 0 },
        }),
        Is.EqualTo(new[]
        {
            "upstreams.site.tcpKeepAlive.idle: 999ms is out of range: 1s to 9h is allowed",
            "upstreams.site.tcpKeepAlive.interval: 10h is out of range: 1s to 9h is allowed",
            "upstreams.site.tcpKeepAlive.probes: 0 is out of range: 1 to 127 is allowed",
        }));

    private static IEnumerable<string> Errors(string source, params string[] endpoints) =>
        Errors(new UpstreamOptions { Name = "site", Endpoints = [.. endpoints.Select(EndpointOptions.FromString)], SourceAddress = source });

    private static IEnumerable<string> Errors(UpstreamOptions upstream) =>
        OptionsValidator.Validate(new ProxyOptions { Upstreams = [upstream], Routes = [new RouteOptions { Upstream = "site" }] })
            .Select(error => $"{error.Path}: {error.Message}");
}
