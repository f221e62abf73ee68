using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Tests.Core.Policies;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Balancing;

public class StickySessionsTests
{
    private static readonly UpstreamOptions Options = new() { Name = "site", Sticky = new() { Cookie = "lb", Secret = "sixteen letters!" } };

    [Test]
    public void Cookie_of_a_response_binds_to_its_endpoint()
    {
        var group = TestSets.GroupOf(Options, 1, 1, 1, 1, 1);
        foreach (var endpoint in group.Set.Endpoints)
        {
            Assert.That(Find(group, $"lb={ValueOf(group, endpoint)}"), Is.SameAs(endpoint));
        }

        Assert.That(group.Set.Endpoints.Select(endpoint => ValueOf(group, endpoint)), Is.Unique);
    }

    [Test]
    public void Value_tells_nothing_and_is_the_same_wherever_the_secret_is()
    {
        var (group, other) = (TestSets.GroupOf(Options, 1, 1), TestSets.GroupOf(Options, 1, 1));
        var value = ValueOf(group, group.Set.Endpoints[0]);
        Assert.That(value, Does.Match("^[A-Za-z0-9_-]{22}$"));
        Assert.That(ValueOf(other, other.Set.Endpoints[0]), Is.EqualTo(value));
        Assert.That(ValueOf(group, group.Set.Endpoints[1]), Is.Not.EqualTo(value));
    }

    [Test]
    public void Other_secret_or_upstream_or_process_has_other_values()
    {
        var group = TestSets.GroupOf(Options, 1);
        var value = ValueOf(group, group.Set.Endpoints[0]);
        foreach (var options in new[]
        {
            Options with { Sticky = Options.Sticky! with { Secret = "sixteen letters?" } },
            Options with { Sticky = Options.Sticky! with { Secret = null } },
            Options with { Name = "other" },
        })
        {
            var other = TestSets.GroupOf(options, 1);
            Assert.That(ValueOf(other, other.Set.Endpoints[0]), Is.Not.EqualTo(value));
            Assert.That(Find(other, $"lb={value}"), Is.Null);
        }
    }

    [Test]
    public void Secret_of_the_process_outlives_its_groups()
    {
        var options = Options with { Sticky = new() { Cookie = "lb" } };
        var (group, other) = (TestSets.GroupOf(options, 1), TestSets.GroupOf(options, 1));
        Assert.That(Find(other, $"lb={ValueOf(group, group.Set.Endpoints[0])}"), Is.SameAs(other.Set.Endpoints[0]));
    }

    [TestCase("")]
    [TestCase("lb=")]
    [TestCase("lb=0")]
    [TestCase("lb=127.0.0.1:1")]
    [TestCase("lb=AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("lb=!!!!!!!!!!!!!!!!!!!!!!")]
    [TestCase("lb={0}A")]
    [TestCase("lb=\"{0}\"")]
    [TestCase("lbs={0}")]
    [TestCase("l={0}")]
    [TestCase("LB={0}")]
    public void What_was_not_signed_binds_to_nobody(string cookies)
    {
        var group = TestSets.GroupOf(Options, 1, 1);
        Assert.That(Find(group, cookies.Replace("{0}", ValueOf(group, group.Set.Endpoints[0]), StringComparison.Ordinal)), Is.Null);
    }

    [Test]
    public void Every_changed_letter_is_noticed()
    {
        var group = TestSets.GroupOf(Options, 1, 1);
        var value = ValueOf(group, group.Set.Endpoints[0]);
        for (var i = 0; i < value.Length - 1; i++)
        {
            var forged = $"{value[..i]}{(value[i] == 'A' ? 'B' : 'A')}{value[(i + 1)..]}";
            Assert.That(Find(group, $"lb={forged}"), Is.Null, forged);
        }
    }

    [TestCase("a=b; lb={0}; c=d")]
    [TestCase("lb=old; lb={0}")]
    [TestCase("lb={1}; lb={0}")]
    [TestCase("a=b\r\nCookie: lb=nothing\r\nCookie: lb={0}")]
    public void First_one_that_is_valid_binds_of_all_of_its_name(string cookies)
    {
        var group = TestSets.GroupOf(Options, 1, 1);
        var other = TestSets.GroupOf(Options with { Name = "other" }, 1);
        cookies = cookies
            .Replace("{0}", ValueOf(group, group.Set.Endpoints[1]), StringComparison.Ordinal)
            .Replace("{1}", ValueOf(other, other.Set.Endpoints[0]), StringComparison.Ordinal);
        Assert.That(Find(group, cookies), Is.SameAs(group.Set.Endpoints[1]));
    }

    [Test]
    public void Attributes_are_as_configured()
    {
        Assert.That(AttributesOf(new() { Cookie = "lb" }), Is.EqualTo("Path=/; HttpOnly; SameSite=Lax"));
        var all = new StickyOptions
        {
            Cookie = "lb",
            Path = "/app",
            Domain = "example.org",
            Secure = true,
            HttpOnly = false,
            SameSite = SameSite.None,
            MaxAge = TimeSpan.FromHours(1.5),
        };
        Assert.That(AttributesOf(all), Is.EqualTo("Path=/app; Domain=example.org; Max-Age=5400; Secure; SameSite=None"));
        Assert.That(AttributesOf(new() { Cookie = "lb", SameSite = SameSite.Strict }), Does.EndWith("; SameSite=Strict"));
    }

    [Test]
    public void Draining_endpoint_keeps_who_is_bound_to_it_and_a_removed_one_does_not()
    {
        var group = TestSets.GroupOf(Options, 1, 1);
        var (bound, other) = (group.Set.Endpoints[0], group.Set.Endpoints[1]);
        var cookie = $"lb={ValueOf(group, bound)}";
        group.SetDraining(bound, true);
        Assert.That(Choose(group, cookie, out _), Is.SameAs(bound));
        Assert.That(Enumerable.Range(0, 50).Select(_ => Choose(group, "", out var _)), Is.All.SameAs(other), "nobody new");
        group.SetDraining(other, true);
        Assert.That(Choose(group, cookie, out _), Is.SameAs(bound), "though there is nobody to choose");
        Assert.That(Choose(group, "", out _), Is.Null);
        group.SetDraining(other, false);
        group.Replace(group.Options, [.. group.Members.Where(member => member.Endpoint != bound)]);
        Assert.That(Choose(group, cookie, out var exchange), Is.SameAs(other));
        Assert.That(ValueIn(StickySessions.LineFor(exchange)), Is.EqualTo(ValueOf(group, other)), "bound anew");
    }

    [Test]
    public void Bound_client_is_told_nothing_unless_another_endpoint_answers()
    {
        var group = TestSets.GroupOf(Options, 1, 1, 1);
        var bound = group.Set.Endpoints[2];
        Assert.That(Choose(group, $"lb={ValueOf(group, bound)}", out var exchange), Is.SameAs(bound));
        Assert.That(StickySessions.LineFor(exchange).IsEmpty, Is.True);
        exchange.EndTry();
        exchange.Attempts++;
        var other = EndpointChooser.Choose(new FirstInOrder(), exchange, new LoopRandom(1))!;
        exchange.BeginTry(other);
        Assert.That(other, Is.Not.SameAs(bound));
        Assert.That(ValueIn(StickySessions.LineFor(exchange)), Is.EqualTo(ValueOf(group, other)));
    }

    private static Endpoint? Find(EndpointGroup group, string cookies) => group.Set.Sessions!.Find(Request(cookies).Request);

    private static Exchange Request(string cookies) => PolicyExchange.Of($"GET / HTTP/1.1\r\nHost: a\r\nCookie: {cookies}");

    // As step 7 does it.
    private static Endpoint? Choose(EndpointGroup group, string cookies, out Exchange exchange)
    {
        exchange = Request(cookies);
        exchange.Upstream = new Upstream(0, group.Options, group, group.Members);
        var endpoint = EndpointChooser.Choose(new PowerOfTwoChoices(), exchange, new LoopRandom(5));
        if (endpoint is not null)
        {
            exchange.Attempts++;
            exchange.BeginTry(endpoint);
        }

        return endpoint;
    }

    private static string AttributesOf(StickyOptions sticky)
    {
        var group = TestSets.GroupOf(Options with { Sticky = sticky }, 1);
        return LineOf(group, group.Set.Endpoints[0]).Split("; ", 2)[1].TrimEnd();
    }

    private static string ValueOf(EndpointGroup group, Endpoint endpoint) => LineOf(group, endpoint)["Set-Cookie: lb=".Length..].Split(';')[0];

    private static string ValueIn(ReadOnlySpan<byte> line) => System.Text.Encoding.ASCII.GetString(line)["Set-Cookie: lb=".Length..].Split(';')[0];

    private static string LineOf(EndpointGroup group, Endpoint endpoint) =>
        System.Text.Encoding.ASCII.GetString(StickySessions.LineFor(new Exchange { Upstream = new Upstream(0, group.Options, group, []), Endpoint = endpoint }));
}
