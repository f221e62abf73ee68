using System.Net;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Explaining;

namespace Proxy.Tests.Core.Explaining;

/// <summary>What is told of splits, mirrors, bounds of routes, and trusted proxies.</summary>
public class TrafficReasonTests
{
    private static readonly RouteOptions Split = new()
    {
        Split = new() { Upstreams = [new("blue", 1), new("green", 3)], StickyBy = "{cookie.user}" },
        RequestHeaders = new() { Set = [new("X-U", "{upstream}")] },
    };

    private static readonly RouteOptions Mirrored = new() { Upstream = "blue", Mirror = new() { Upstream = "green", Percent = 10, MaxBodyBytes = 1024 } };

    [Test]
    public void Shares_of_a_split_follow_the_weights_and_chance_is_told()
    {
        var explanation = Explain(Split);
        Assert.That(explanation.Split!.Shares, Is.EqualTo(new ExplainedShare[] { new("blue", 1, 25, false), new("green", 3, 75, true) }));
        Assert.That((explanation.Split.By, explanation.Split.IsByChance), Is.EqualTo(("by chance, as {cookie.user} is empty", true)));
        Assert.That(explanation.Outcome.Text, Is.EqualTo("forwarded to upstream \"green\" by route routes[0], split by chance, as {cookie.user} is empty"));
        Assert.That(explanation.Upstream!.Name, Is.EqualTo("green"));
        Assert.That(explanation.ToOrigin!.Fields.Single(field => field.Name == "X-U"), Is.EqualTo(
            new FieldChange(FieldChangeKind.Added, "X-U", null, "green", "routes[0].requestHeaders.set", IsExample: true)));
    }

    [Test]
    public void Sticky_value_that_decides_is_told()
    {
        var explanation = Explain(Split, "Cookie: user=7");
        Assert.That((explanation.Split!.By, explanation.Split.IsByChance), Is.EqualTo(("by {cookie.user} = \"7\"", false)));
        Assert.That(explanation.Split.Shares.Single(share => share.IsTaken).Upstream, Is.EqualTo(explanation.Upstream!.Name));
        Assert.That(explanation.ToOrigin!.Fields.Single(field => field.Name == "X-U").IsExample, Is.False);
    }

    [TestCase("", true)]
    [TestCase("not this one: a tunnel has no copy", false, "Connection: Upgrade", "Upgrade: websocket")]
    [TestCase("not this one: a body of 1025 bytes is past maxBodyBytes, 1KiB", false, "Content-Length: 1025")]
    [TestCase("this one if its body comes together with its head; buffering.request waits for it", true, "Content-Length: 1024")]
    [TestCase("this one if its body comes together with its head and is no longer than 1KiB; buffering.request waits for it", true, "Transfer-Encoding: chunked")]
    public void Whether_a_request_is_copied_is_told(string condition, bool mayCopy, params string[] headers)
    {
        var mirror = Explain(Mirrored, headers).Mirror!;
        Assert.That((mirror.Upstream, mirror.Share), Is.EqualTo(("green", "10 of 100 requests, by chance")));
        Assert.That((mirror.Condition, mirror.MayCopy), Is.EqualTo((condition, mayCopy)));
    }

    [TestCase("Content-Length: 512", "")]
    [TestCase("Content-Length: 600", "this one if its body fits buffering.request")]
    [TestCase("Transfer-Encoding: chunked", "this one if its body fits buffering.request and is no longer than 1KiB")]
    public void Body_that_is_gathered_can_be_copied(string header, string condition) =>
        Assert.That(Explain(Mirrored with { Buffering = new() { Request = 512 } }, header).Mirror!.Condition, Is.EqualTo(condition));

    [Test]
    public void Bounds_of_a_route_stand_in_place_of_those_of_everywhere()
    {
        var bounds = Explain(Mirrored with
        {
            Timeouts = new() { UpstreamConnect = TimeSpan.FromSeconds(1), TunnelIdle = TimeSpan.FromSeconds(2) },
            MaxRequestBodyBytes = 1024,
            Buffering = new() { Response = 4096 },
        }).Bounds;
        ExplainedSetting[] expected =
        [
            new("routes[0].maxRequestBodyBytes", "1KiB", false),
            new("routes[0].timeouts.upstreamConnect", "1s", false),
            new("routes[0].buffering.response", "4KiB", false),
        ];
        Assert.That(bounds.Where(bound => bound.Key.StartsWith("routes", StringComparison.Ordinal)), Is.EqualTo(expected));
        Assert.That(bounds.Select(bound => bound.Key), Is.SupersetOf(new[] { "limits.maxBufferedBytes", "timeouts.upstreamQueue" })
            .And.Not.Contain("limits.maxRequestBodyBytes").And.Not.Contain("timeouts.upstreamConnect"));
        Assert.That(Explain(new() { Upstream = "blue" }).Bounds.Select(bound => bound.Key), Does.Contain("limits.maxRequestBodyBytes")
            .And.Contain("timeouts.upstreamConnect").And.Not.Contain("limits.maxBufferedBytes"));
    }

    [TestCase("a body of 2000 bytes is past routes[0].maxRequestBodyBytes, 1KiB", "Content-Length: 2000")]
    [TestCase("what routes[0].rewrite.host makes of it is no host", "X-Host: a b")]
    [TestCase("Via names this very proxy: the request has been here before, and would go round for ever (RFC 9110 §7.6.3)", "Via: 1.1 (myself)")]
    public void Refusal_says_why(string reason, string header)
    {
        var instance = new Proxy.Core.ProxyInstance();
        var route = new RouteOptions { Upstream = "blue", MaxRequestBodyBytes = 1024, Rewrite = new() { Host = "{header.X-Host}" } };
        var request = new ExplainRequest { Url = "http://a/", Headers = [header.Replace("(myself)", $"proxy-{instance.Id}", StringComparison.Ordinal)] };
        var outcome = ProxyExplainer.Explain(Options(route), request, clock: null, instance).Outcome;
        Assert.That((outcome.Kind, outcome.Text), Is.EqualTo((OutcomeKind.Refuse, reason)));
    }

    [TestCase("Via: 1.1 proxy-3f9a01c7", "Via names proxy-3f9a01c7: where that is the proxy that runs this configuration, the answer is 508 (RFC 9110 §7.6.3)")]
    [TestCase("Via: 1.0 fred, 1.1 proxy-3f9a01c", null)]
    [TestCase("Via: 1.1 proxy-3f9a01cx", null)]
    public void Namesake_in_via_is_told(string header, string? warning) =>
        Assert.That(Explain(new() { Upstream = "blue" }, header).Warnings, Is.EqualTo(warning is null ? [] : new[] { warning }));

    [Test]
    public void What_a_trusted_proxy_says_is_told_with_who_says_it()
    {
        var request = new ExplainRequest { Url = "http://a/", From = IPAddress.Parse("10.0.0.9"), Headers = ["X-Forwarded-For: 6.6.6.6", "X-Forwarded-Host: shop"] };
        var options = Options(new() { Upstream = "blue" }) with { TrustedProxies = ["10.0.0.0/8"] };
        var trusted = ProxyExplainer.Explain(options, request);
        Assert.That((trusted.Request.Client, trusted.Request.Peer, trusted.Request.IsTrustedPeer, trusted.Request.SaidAuthority), Is.EqualTo(
            ("6.6.6.6", "10.0.0.9", true, "shop")));
        Assert.That(FieldOf(trusted), Is.EqualTo(("6.6.6.6", "who the client is, as the trusted proxy says")));
        var appended = ProxyExplainer.Explain(options with { Identity = new() { XForwarded = IdentityFieldMode.Append } }, request);
        Assert.That(FieldOf(appended), Is.EqualTo(("6.6.6.6, 10.0.0.9", "identity.xForwarded is \"append\": the trusted proxy, behind those it names")));
        var none = ProxyExplainer.Explain(options with { Identity = new() { XForwarded = IdentityFieldMode.Off } }, request);
        Assert.That(FieldOf(none), Is.EqualTo(((string?)null, "identity.xForwarded is \"off\"")));
        var stranger = ProxyExplainer.Explain(options with { TrustedProxies = [] }, request);
        Assert.That((stranger.Request.Client, stranger.Request.SaidAuthority), Is.EqualTo(("10.0.0.9", "")));
        Assert.That(FieldOf(stranger), Is.EqualTo(("10.0.0.9", "only trusted proxies may say who the client is")));
    }

    [TestCase(RequestIdMode.Make, "10.0.0.0/8", null, "identity.requestId is \"make\"")]
    [TestCase(RequestIdMode.Pass, "10.0.0.0/8", "abc", "identity.requestId is \"pass\", and a trusted proxy sent it")]
    [TestCase(RequestIdMode.Pass, "10.0.0.1", null, "identity.requestId is \"pass\", and no trusted proxy sent one")]
    public void Identifier_is_told_where_it_comes_from(RequestIdMode mode, string trusted, string? passed, string reason)
    {
        var options = Options(new() { Upstream = "blue" }) with { TrustedProxies = [trusted], Identity = new() { RequestId = mode, ReturnRequestId = true } };
        var request = new ExplainRequest { Url = "http://a/", From = IPAddress.Parse("10.0.0.9"), Headers = ["X-Request-Id: abc"] };
        var explanation = ProxyExplainer.Explain(options, request);
        var field = explanation.ToOrigin!.Fields.Single(each => each.Name == "X-Request-Id");
        Assert.That((field.Reason, field.IsExample), Is.EqualTo((reason, passed is null)));
        Assert.That(field.After, passed is null ? Does.Match("^[0-9a-f]{32}$") : Is.EqualTo(passed));
        Assert.That(explanation.ResponseChanges, Does.Contain(
            new FieldChange(FieldChangeKind.Added, "X-Request-Id", null, field.After, "identity.returnRequestId", passed is null)));
    }

    private static (string? After, string? Reason) FieldOf(Explanation explanation)
    {
        var field = explanation.ToOrigin!.Fields.Single(each => each.Name == "X-Forwarded-For");
        return (field.After, field.Reason);
    }

    private static Explanation Explain(RouteOptions route, params string[] headers) =>
        ProxyExplainer.Explain(Options(route), new() { Url = "http://a/", Headers = headers });

    private static ProxyOptions Options(RouteOptions route) => new()
    {
        Routes = [route],
        Upstreams = [new() { Name = "blue", Endpoints = ["10.0.1.1:9"] }, new() { Name = "green", Endpoints = ["10.0.1.2:9"] }],
    };
}
