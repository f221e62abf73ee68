using NUnit.Framework;
using Proxy.Core.Configuration;

namespace Proxy.Tests.Core.Configuration;

public class BalanceValidatorTests
{
    private static readonly StickyOptions Sticky = new() { Cookie = "lb" };

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("hash", new() { Hash = new() }, "belongs to \"balance\": \"consistentHash\"");
        yield return Case("hash.key", Hash(new() { Key = "same" }), "\"same\" is the same for every request; a variable is needed, as in \"{cookie.user}\"");
        yield return Case("hash.key", Hash(new() { Key = "{endpoint}" }), "\"{endpoint}\": neither upstream nor endpoint is known before they are chosen");
        yield return Case("hash.maxLoadPercent", Hash(new() { MaxLoadPercent = 100 }), "100 is out of range: 101 to 10000 is allowed");
        yield return Case("sticky.cookie", With(new()), "\"\" is no name of a cookie: letters, digits and \"-\", \"_\", \".\" do");
        yield return Case("sticky.cookie", With(new() { Cookie = "a b" }), "\"a b\" is no name of a cookie: letters, digits and \"-\", \"_\", \".\" do");
        yield return Case("sticky.cookie", With(new() { Cookie = "lb;x" }), "\"lb;x\" is no name of a cookie: letters, digits and \"-\", \"_\", \".\" do");
        yield return Case(
            "sticky.cookie", With(new() { Cookie = "__Secure-a" }), "browsers take a cookie whose name begins with \"__Secure-\" only with \"secure\": true");
        yield return Case(
            "sticky.cookie", With(new() { Cookie = "__Host-a", Secure = true, Path = "/a" }),
            "browsers take a cookie whose name begins with \"__Host-\" only with \"secure\": true, \"path\": \"/\" and no domain");
        yield return Case("sticky.path", With(Sticky with { Path = "app" }), "\"app\": a path begins with \"/\", and has neither \";\" nor spaces");
        yield return Case("sticky.path", With(Sticky with { Path = "/;x" }), "\"/;x\": a path begins with \"/\", and has neither \";\" nor spaces");
        yield return Case("sticky.path", With(Sticky with { Path = "/\r\nX: y" }), "\"/\r\nX: y\": a path begins with \"/\", and has neither \";\" nor spaces");
        yield return Case("sticky.domain", With(Sticky with { Domain = "a;b" }), "\"a;b\" is no domain, as in \"example.org\"");
        yield return Case("sticky.sameSite", With(Sticky with { SameSite = SameSite.None }), "browsers take \"none\" only with \"secure\": true");
        yield return Case(
            "sticky.secret", With(Sticky with { Secret = "short" }), "at least 16 characters are needed, so that nobody can guess it");
        yield return Case("sticky.maxAge", With(Sticky with { MaxAge = TimeSpan.Zero }), "0ms is out of range: 1s to 9600h is allowed");
    }

    [TestCaseSource(nameof(Wrong))]
    public void What_cannot_be_run_is_told(string key, UpstreamOptions upstream, string problem) =>
        Assert.That(Errors(upstream), Is.EqualTo(new[] { new ConfigurationError($"upstreams.u.{key}", problem) }));

    [Test]
    public void What_browsers_take_is_taken()
    {
        Assert.That(Errors(With(Sticky with { Cookie = "__Host-lb", Secure = true, SameSite = SameSite.None, Secret = "sixteen letters!" })), Is.Empty);
        Assert.That(Errors(With(Sticky with { Cookie = "__Secure-lb", Secure = true, Path = "/a", Domain = ".example.org", MaxAge = TimeSpan.FromDays(400) })), Is.Empty);
        Assert.That(Errors(Hash(new() { Key = "{client.address}{path}" })), Is.Empty);
    }

    [Test]
    public void Secret_is_not_written_by_who_writes_options() =>
        Assert.That($"{With(Sticky with { Secret = "sixteen letters!" })}", Does.Not.Contain("sixteen").And.Contain("lb"));

    private static TestCaseData Case(string key, UpstreamOptions upstream, string problem) => new TestCaseData(key, upstream, problem).SetArgDisplayNames(key, problem);

    private static UpstreamOptions Hash(HashOptions hash) => new() { Balance = BalanceAlgorithm.ConsistentHash, Hash = hash };

    private static UpstreamOptions With(StickyOptions sticky) => new() { Sticky = sticky };

    private static IEnumerable<ConfigurationError> Errors(UpstreamOptions upstream) => OptionsValidator.Validate(new ProxyOptions
    {
        Listeners = [new() { Address = "127.0.0.1:0" }],
        Routes = [new() { Upstream = "u" }],
        Upstreams = [upstream with { Name = "u", Endpoints = ["127.0.0.1:1"] }],
    });
}
