using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Explaining;

namespace Proxy.Tests.Core.Explaining;

/// <summary>What is told of how an endpoint is chosen.</summary>
public class BalanceReasonTests
{
    private const string Secret = "sixteen letters!";

    private static readonly HashOptions ByKey = new() { Key = "{header.X-Key}" };

    [TestCase(BalanceAlgorithm.PowerOfTwoChoices, "of two drawn by weight, the one with less in flight")]
    [TestCase(BalanceAlgorithm.RoundRobin, "in turn, by weight")]
    [TestCase(BalanceAlgorithm.Random, "by chance, by weight")]
    [TestCase(BalanceAlgorithm.LeastRequests, "the least in flight for its weight")]
    [TestCase(BalanceAlgorithm.PeakEwma, "of two drawn by weight, the one likely to answer sooner")]
    public void What_the_request_does_not_decide_stays_open(BalanceAlgorithm algorithm, string text)
    {
        var upstream = Explain(new() { Balance = algorithm }).Upstream!;
        Assert.That(upstream.Balance, Is.EqualTo(text));
        Assert.That(upstream.Endpoints.Any(endpoint => endpoint.IsChosen), Is.False);
        Assert.That(upstream.Endpoints.Select(endpoint => endpoint.Percent), Is.EqualTo(new[] { 25, 75.0 }));
    }

    [Test]
    public void First_has_everything()
    {
        var upstream = Explain(new() { Balance = BalanceAlgorithm.First }).Upstream!;
        Assert.That(upstream.Balance, Is.EqualTo("the first that can be chosen"));
        Assert.That(upstream.Endpoints.Select(endpoint => (endpoint.Percent, endpoint.IsChosen)), Is.EqualTo(new[] { (100.0, true), (0.0, false) }));
    }

    [Test]
    public void Endpoint_of_a_key_is_told()
    {
        var options = new UpstreamOptions { Balance = BalanceAlgorithm.ConsistentHash, Hash = ByKey };
        Assert.That(Explain(options, "X-Key: 7").Upstream!.Balance, Is.EqualTo("by {header.X-Key} = \"7\", up to 125 % of a share"));
        var chosen = Enumerable.Range(0, 20).Select(key => Chosen(Explain(options, $"X-Key: {key}"))).ToArray();
        Assert.That(chosen.Distinct(), Is.EquivalentTo(new[] { "10.0.0.1:1", "10.0.0.2:2" }));
        Assert.That(Enumerable.Range(0, 20).Select(key => Chosen(Explain(options, $"X-Key: {key}"))), Is.EqualTo(chosen));

        var without = Explain(options);
        Assert.That((without.Upstream!.Balance, Chosen(without)), Is.EqualTo(("by chance, as {header.X-Key} is empty", (string?)null)));
        var unresolved = Explain(options with { Endpoints = ["10.0.0.1:1", "a.example:80"] }, "X-Key: 7");
        Assert.That(Chosen(unresolved), Is.Null, "nobody has looked it up");
    }

    [Test]
    public void Client_that_will_be_bound_is_told_its_cookie_and_a_bound_one_its_endpoint()
    {
        var options = new UpstreamOptions { Balance = BalanceAlgorithm.First, Sticky = new() { Cookie = "lb", Secret = Secret } };
        var unbound = Explain(options);
        Assert.That(unbound.Upstream!.Balance, Is.EqualTo("the first that can be chosen; then bound by a cookie \"lb\""));
        var cookie = unbound.ResponseChanges.Single(change => change.Name == "Set-Cookie");
        Assert.That(cookie.After, Does.Match("^lb=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax$"));
        Assert.That((cookie.Kind, cookie.Reason, cookie.IsExample), Is.EqualTo((FieldChangeKind.Added, "upstreams.u.sticky", false)));

        // The other order: the first is another one now, and the cookie still says the same.
        var swapped = options with { Endpoints = [.. Endpoints.Reverse()] };
        var bound = Explain(swapped, $"Cookie: {cookie.After!.Split(';')[0]}");
        Assert.That(bound.Upstream!.Balance, Is.EqualTo("the first that can be chosen; this client is bound by its cookie \"lb\""));
        Assert.That((Chosen(bound), Chosen(Explain(swapped))), Is.EqualTo(("10.0.0.1:1", "10.0.0.2:2")));
        Assert.That(bound.ResponseChanges.Any(change => change.Name == "Set-Cookie"), Is.False);
    }

    [Test]
    public void Secret_of_the_running_proxy_is_not_guessed()
    {
        var explanation = Explain(new() { Balance = BalanceAlgorithm.Random, Sticky = new() { Cookie = "lb" } }, "Cookie: lb=AAAAAAAAAAAAAAAAAAAAAA");
        Assert.That(explanation.Upstream!.Balance, Is.EqualTo(
            "by chance, by weight; unless a cookie \"lb\" of the running proxy binds the client, then bound by one"));
        Assert.That(explanation.ResponseChanges.Single(change => change.Name == "Set-Cookie").IsExample, Is.True);
    }

    private static readonly EndpointOptions[] Endpoints = ["10.0.0.1:1", new() { Address = "10.0.0.2:2", Weight = 3 }];

    private static string? Chosen(Explanation explanation) => explanation.Upstream!.Endpoints.SingleOrDefault(endpoint => endpoint.IsChosen)?.Address;

    private static Explanation Explain(UpstreamOptions upstream, params string[] headers) => ProxyExplainer.Explain(
        new()
        {
            Listeners = [new() { Address = "127.0.0.1:80" }],
            Routes = [new() { Upstream = "u" }],
            Upstreams = [upstream with { Name = "u", Endpoints = upstream.Endpoints.Count > 0 ? upstream.Endpoints : Endpoints }],
        },
        new() { Url = "http://a/", Headers = headers });
}
