using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Host.Configuration.Shapes;

public class KeyShapeTests
{
    private static readonly string[] Ranges =
    [
        .. OptionRanges.Proxy.Select(range => range.Key),
        .. OptionRanges.Listener.Select(range => $"listeners.*.{range.Key}"),
        .. OptionRanges.Upstream.Select(range => $"upstreams.*.{range.Key}"),
        .. OptionRanges.Endpoint.Select(range => $"upstreams.*.endpoints[].{range.Key}"),
        .. OptionRanges.Resolve.Select(range => $"upstreams.*.resolve.{range.Key}"),
        .. OptionRanges.Hash.Select(range => $"upstreams.*.hash.{range.Key}"),
        .. OptionRanges.Sticky.Select(range => $"upstreams.*.sticky.{range.Key}"),
        .. OptionRanges.CircuitBreaker.Select(range => $"upstreams.*.circuitBreaker.{range.Key}"),
        .. OptionRanges.AdaptiveConcurrency.Select(range => $"upstreams.*.adaptiveConcurrency.{range.Key}"),
        .. OptionRanges.Retry.Select(range => $"upstreams.*.retry.{range.Key}"),
        .. OptionRanges.TcpKeepAlive.Select(range => $"upstreams.*.tcpKeepAlive.{range.Key}"),
        .. OptionRanges.RetryBackOff.Select(range => $"upstreams.*.retry.backOff.{range.Key}"),
        .. OptionRanges.RetryBudget.Select(range => $"upstreams.*.retry.budget.{range.Key}"),
        .. OptionRanges.RouteRetry.Select(range => $"routes[].retry.{range.Key}"),
        .. OptionRanges.RetryBackOff.Select(range => $"routes[].retry.backOff.{range.Key}"),
        .. OptionRanges.PassiveHealth.Select(range => $"upstreams.*.passiveHealth.{range.Key}"),
        .. OptionRanges.HealthCheck.Select(range => $"upstreams.*.healthCheck.{range.Key}"),
        .. OptionRanges.Route.Select(range => $"routes[].{range.Key}"),
        .. OptionRanges.RouteTimeouts.Select(range => $"routes[].timeouts.{range.Key}"),
        .. OptionRanges.Mirror.Select(range => $"routes[].mirror.{range.Key}"),
        .. OptionRanges.Buffering.Select(range => $"routes[].buffering.{range.Key}"),
        .. OptionRanges.Limits.Select(range => $"limits.{range.Key}"),
        .. OptionRanges.Timeouts.Select(range => $"timeouts.{range.Key}"),
        .. OptionRanges.AccessLog.Select(range => $"accessLog.{range.Key}"),
    ];

    [Test]
    public void Every_range_that_is_checked_belongs_to_a_key() => Assert.That(
        ShapeWalk.Keys.Where(pair => pair.Key.Bounds is not null).Select(pair => pair.Path),
        Is.EquivalentTo(Ranges));

    [Test]
    public void Every_key_says_what_it_does() => Assert.That(
        ShapeWalk.Keys.Where(pair => !pair.Key.Description.EndsWith('.') || pair.Key.Description.Length is < 8 or > 400).Select(pair => pair.Path),
        Is.Empty);

    [TestCase("limits.maxFields", "100", "1 to 1000")]
    [TestCase("limits.maxStartLineBytes", "\"8KiB\"", "64B to 16KiB")]
    [TestCase("limits.minDataRate", "240", "at least 0")]
    [TestCase("limits.maxRequestBodyBytes", null, "at least 0")]
    [TestCase("timeouts.tunnelIdle", "\"1h\"", "1ms to 24h")]
    [TestCase("requests.underscoreNames", "\"keep\"", null)]
    [TestCase("requests.forwardTrace", "false", null)]
    [TestCase("accessLog.path", "\"-\"", null)]
    [TestCase("accessLog.flushInterval", "\"200ms\"", "1ms to 1m")]
    [TestCase("upstreams.*.retry.attempts", "2", "1 to 10")]
    [TestCase("upstreams.*.resolve.minTtl", "\"5s\"", "1ms to 24h")]
    [TestCase("upstreams.*.proxyProtocol", "\"off\"", null)]
    [TestCase("upstreams.*.tcpKeepAlive", "\"1m\"", null)]
    [TestCase("upstreams.*.tcpKeepAlive.interval", "\"15s\"", "1s to 9h")]
    [TestCase("upstreams.*.retry.on", "[\"connectFailure\", \"reset\"]", null)]
    [TestCase("upstreams.*.retry.perTryTimeout", null, "1ms to 24h")]
    [TestCase("upstreams.*.retry.backOff.base", "\"25ms\"", "1ms to 1m")]
    [TestCase("upstreams.*.retry.budget.percent", "20", "0 to 900")]
    [TestCase("upstreams.*.slowStart", "\"0ms\"", "0ms to 1h")]
    [TestCase("upstreams.*.passiveHealth.failureStatuses", "[502, 503, 504]", null)]
    [TestCase("upstreams.*.healthCheck.interval", "\"5s\"", "100ms to 24h")]
    [TestCase("upstreams.*.healthCheck.jitter", "0.1", null)]
    [TestCase("upstreams.*.healthCheck.expect", "[\"2xx\"]", null)]
    [TestCase("upstreams.*.healthCheck.initial", "\"up\"", null)]
    public void Defaults_and_ranges_come_from_the_options(string path, string? written, string? bounds)
    {
        var key = ShapeWalk.Keys.Single(pair => pair.Path == path).Key;
        Assert.That((key.Default, key.Bounds?.ToString()), Is.EqualTo((written, bounds)));
    }
}
