using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Configuration;

public class UpstreamLimitValidatorTests
{
    [Test]
    public void Limits_that_go_together_are_no_error()
    {
        Assert.That(ErrorsOf(upstream => upstream with
        {
            MinIdleConnections = 4,
            MaxIdleConnections = 4,
            MaxConnections = 4,
            CircuitBreaker = new() { FailureRate = 100 },
            AdaptiveConcurrency = new() { MinLimit = 5, MaxLimit = 5 },
        }), Is.Empty);
    }

    [Test]
    public void No_more_can_be_kept_idle_than_may_be_open_or_idle()
    {
        Assert.That(
            ErrorsOf(upstream => upstream with { MinIdleConnections = 5, MaxIdleConnections = 4 }),
            Is.EqualTo(new[] { "upstreams.default.minIdleConnections: 5 connections cannot be kept idle where at most 4 may be" }));
        Assert.That(ErrorsOf(upstream => upstream with { MinIdleConnections = 4, MaxConnections = 3 }), Has.Length.EqualTo(1));
    }

    [Test]
    public void Breaker_that_nothing_opens_is_an_error_and_so_are_values_out_of_range()
    {
        Assert.That(
            ErrorsOf(upstream => upstream with { CircuitBreaker = new() }),
            Is.EqualTo(new[] { "upstreams.default.circuitBreaker: \"failures\" or \"failureRate\" is needed: nothing opens it otherwise" }));
        Assert.That(
            ErrorsOf(upstream => upstream with { CircuitBreaker = new() { FailureRate = 101 } }),
            Is.EqualTo(new[] { "upstreams.default.circuitBreaker.failureRate: 101 is out of range: 1 to 100 is allowed" }));
    }

    [Test]
    public void Least_limit_is_no_more_than_the_greatest()
    {
        Assert.That(
            ErrorsOf(upstream => upstream with { AdaptiveConcurrency = new() { MinLimit = 6, MaxLimit = 5, Tolerance = 99 } }),
            Is.EqualTo(new[]
            {
                "upstreams.default.adaptiveConcurrency.tolerance: 99 is out of range: 100 to 1000 is allowed",
                "upstreams.default.adaptiveConcurrency.minLimit: 6 is more than \"maxLimit\", 5",
            }));
    }

    private static string[] ErrorsOf(Func<UpstreamOptions, UpstreamOptions> change) =>
    [
        .. OptionsValidator.Validate(new ProxyOptions
        {
            Listeners = [new ListenerOptions { Address = "127.0.0.1:0" }],
            Upstreams = [change(new UpstreamOptions { Endpoints = ["127.0.0.1:1"] })],
            Routes = [new RouteOptions { Upstream = "default" }],
        }).Select(error => $"{error}"),
    ];
}
