using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Discovery;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Discovery;

public class HostLookupTests : DnsFixture
{
    private const string Name = "web.example";

    [Test]
    public async Task All_addresses_are_found_with_the_least_ttl()
    {
        Dns.Say(Name, DnsRecord.A, new() { Answers = [DnsRecord.Of(Name, 60, "10.0.0.2"), DnsRecord.Of(Name, 7, "10.0.0.1")] });
        var answer = await LookUpAsync();
        Assert.That(answer.Pairs.Select(pair => $"{pair.Address}"), Is.EqualTo((string[])["10.0.0.1", "10.0.0.2"]));
        Assert.That(answer.Ttl, Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task An_alias_holds_as_long_as_its_weakest_link()
    {
        Dns.Say(Name, DnsRecord.A, new() { Answers = [DnsRecord.Alias(Name, 3, "real.example"), DnsRecord.Of("real.example", 600, "10.0.0.1")] });
        var answer = await LookUpAsync();
        Assert.That(answer.Pairs.Single().Address, Is.EqualTo(IPAddress.Parse("10.0.0.1")));
        Assert.That(answer.Ttl, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }

    [Test]
    public async Task Addresses_of_both_families_are_paired()
    {
        Dns.Host(Name, 60, "10.0.0.2", "fd00::2", "10.0.0.1", "fd00::1", "10.0.0.3");
        var answer = await LookUpAsync();
        Assert.That(answer.Pairs.Select(pair => $"{pair.Address}/{pair.Alternate}"), Is.EqualTo((string[])["10.0.0.1/fd00::1", "10.0.0.2/fd00::2", "10.0.0.3/"]));
    }

    [Test]
    public async Task A_name_that_does_not_exist_is_no_temporary_failure()
    {
        var failure = await FailureOfAsync(LookUpAsync);
        Assert.That((failure.IsTemporary, failure.Message), Is.EqualTo((false, "the host name \"web.example\" cannot be resolved: no address is known for it")));
    }

    [Test]
    public async Task A_name_without_addresses_is_no_temporary_failure()
    {
        Dns.Host(Name, 60);
        Assert.That((await FailureOfAsync(LookUpAsync)).IsTemporary, Is.False);
    }

    [Test]
    public async Task A_server_that_fails_is_told_by_what_it_said()
    {
        Dns.FailsWith = DnsReply.ServFail;
        var failure = await FailureOfAsync(LookUpAsync);
        Assert.That((failure.IsTemporary, failure.Message), Is.EqualTo((true, $"no name server could tell about \"web.example\": {Dns.Address} said SERVFAIL")));
        Assert.That(Dns.Count(Name, DnsRecord.A), Is.EqualTo(2), "once more in case it was a moment's failure");
    }

    [Test]
    public async Task A_silent_server_is_given_up_in_time()
    {
        Dns.IsSilent = true;
        var failure = await FailureOfAsync(() => LookUpAsync(Options with { Timeout = TimeSpan.FromMilliseconds(200) }));
        Assert.That((failure.IsTemporary, failure.Message), Is.EqualTo((true, $"no name server could tell about \"web.example\": {Dns.Address} did not answer")));
    }

    [Test]
    public async Task The_next_server_is_asked_when_one_fails()
    {
        await using var other = ScriptedDns.Start();
        Dns.FailsWith = DnsReply.ServFail;
        other.Host(Name, 60, "10.0.0.1");
        var answer = await LookUpAsync(new ResolveOptions { Servers = [Dns.Address, other.Address] });
        Assert.That(answer.Pairs.Single().Address, Is.EqualTo(IPAddress.Parse("10.0.0.1")));
        Assert.That(Dns.Count(Name, DnsRecord.A), Is.EqualTo(1));
    }

    [Test]
    public async Task That_a_name_does_not_exist_is_taken_from_the_first_that_says_so()
    {
        await using var other = ScriptedDns.Start();
        other.Host(Name, 60, "10.0.0.1");
        Assert.That((await FailureOfAsync(() => LookUpAsync(new ResolveOptions { Servers = [Dns.Address, other.Address] }))).IsTemporary, Is.False);
        Assert.That(other.Asked, Is.Empty);
    }

    [Test]
    public async Task What_does_not_fit_is_asked_for_by_tcp()
    {
        var records = Enumerable.Range(1, 200).Select(i => DnsRecord.Of(Name, 60, $"10.0.1.{i}"));
        Dns.Say(Name, DnsRecord.A, new() { Answers = [.. records], IsTruncated = true });
        Assert.That((await LookUpAsync()).Pairs, Has.Count.EqualTo(200));
        Assert.That(Dns.Asked, Does.Contain((Name, DnsRecord.A, true)));
    }

    [Test]
    public async Task An_answer_to_another_question_is_none()
    {
        Dns.Say(Name, DnsRecord.A, new() { Answers = [DnsRecord.Of("evil.example", 60, "10.0.0.66")], Question = "evil.example" });
        var failure = await FailureOfAsync(LookUpAsync);
        Assert.That((failure.IsTemporary, failure.Message), Is.EqualTo((true, $"no name server could tell about \"web.example\": {Dns.Address} answered another question")));
    }

    [Test]
    public async Task A_family_that_is_never_answered_holds_nothing_up_for_long()
    {
        Dns.Host(Name, 60, "10.0.0.1");
        Dns.Say(Name, DnsRecord.Aaaa, new() { IsSilent = true });
        var answer = await LookUpAsync(Options with { Timeout = TimeSpan.FromSeconds(2) }).WaitAsync(TimeSpan.FromSeconds(1.5));
        Assert.That(answer.Pairs, Is.EqualTo((AddressPair[])[new(IPAddress.Parse("10.0.0.1"), null)]));
    }

    [Test]
    public async Task A_family_that_fails_is_as_it_was()
    {
        Dns.Host(Name, 60, "10.0.0.1", "fd00::1");
        var lookup = new HostLookup(Options);
        await lookup.LookUpAsync(Name, CancellationToken.None);
        Dns.Say(Name, DnsRecord.Aaaa, new() { Code = DnsReply.ServFail });
        Dns.Say(Name, DnsRecord.A, new() { Answers = [DnsRecord.Of(Name, 60, "10.0.0.1"), DnsRecord.Of(Name, 60, "10.0.0.2")] });
        var answer = await lookup.LookUpAsync(Name, CancellationToken.None);
        Assert.That(answer.Pairs.Select(pair => $"{pair.Address}/{pair.Alternate}"), Is.EqualTo((string[])["10.0.0.1/fd00::1", "10.0.0.2/"]));
        Dns.Say(Name, DnsRecord.Aaaa, new());
        answer = await lookup.LookUpAsync(Name, CancellationToken.None);
        Assert.That(answer.V6, Is.Empty, "this time the server said that there is none");
    }

    [TestCase("localhost")]
    [TestCase("app.localhost.")]
    public async Task Localhost_is_the_systems(string name)
    {
        var lookup = new HostLookup(Options, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.IPv6Loopback]));
        var answer = await lookup.LookUpAsync(name, CancellationToken.None);
        Assert.That(answer.Pairs, Is.EqualTo((AddressPair[])[new(IPAddress.Loopback, IPAddress.IPv6Loopback)]));
        Assert.That(answer.Ttl, Is.Null);
        Assert.That(Dns.Asked, Is.Empty);
    }

    [Test]
    public async Task The_real_system_knows_localhost()
    {
        var answer = await new HostLookup(new ResolveOptions()).LookUpAsync("localhost", CancellationToken.None);
        Assert.That(answer.V4, Does.Contain(IPAddress.Loopback));
    }

    [TestCase("web", "web.a.example", "web.b.example")]
    [TestCase("web.c.example", "web.c.example")]
    public async Task The_systems_search_list_holds_where_no_server_is_configured(string name, params string[] asked)
    {
        Dns.Host(asked[^1], 60, "10.0.0.1");
        Assert.That((await SystemLookup("no such name").LookUpAsync(name, CancellationToken.None)).V4, Has.Count.EqualTo(1));
        Assert.That(Dns.Asked.Select(each => each.Name).Distinct(), Is.EqualTo(asked));
    }

    [Test]
    public async Task A_broken_domain_of_the_search_list_hides_no_other()
    {
        Dns.Say("web.a.example", DnsRecord.A, new() { Code = DnsReply.ServFail });
        Dns.Host("web.b.example", 60, "10.0.0.1");
        Assert.That((await SystemLookup("no such name").LookUpAsync("web", CancellationToken.None)).V4, Has.Count.EqualTo(1));
        Dns.Forget("web.b.example");
        Assert.That((await FailureOfAsync(() => SystemLookup("web").LookUpAsync("web", CancellationToken.None))).IsTemporary, Is.True);
    }

    [Test]
    public async Task What_dns_does_not_know_the_system_may_know()
    {
        var answer = await SystemLookup("web.c.example").LookUpAsync("web.c.example", CancellationToken.None);
        Assert.That((answer.V4.Single(), answer.Ttl), Is.EqualTo((IPAddress.Parse("10.0.0.99"), (TimeSpan?)null)));
        Assert.That((await FailureOfAsync(() => SystemLookup("other").LookUpAsync("web.c.example", CancellationToken.None))).IsTemporary, Is.False);
    }

    [Test]
    public async Task Without_a_server_everything_is_the_systems()
    {
        var lookup = new HostLookup(new ResolveOptions(), KnowsOnly("web"), static () => ResolverFile.Read("/nonexistent"));
        Assert.That((await lookup.LookUpAsync("web", CancellationToken.None)).V4, Has.Count.EqualTo(1));
        Assert.That(
            (await FailureOfAsync(() => lookup.QueryAsync("web", global::DnsClient.QueryType.SRV, CancellationToken.None))).Message,
            Is.EqualTo("no name server is configured, neither here nor in /etc/resolv.conf"));
    }

    [Test]
    public async Task What_is_no_name_of_dns_is_not_asked_for()
    {
        var failure = await FailureOfAsync(() => new HostLookup(Options).LookUpAsync(new string('a', 64) + ".example", CancellationToken.None));
        Assert.That(failure.IsTemporary, Is.False);
        Assert.That(Dns.Asked, Is.Empty);
    }

    [Test]
    public void Giving_up_ends_a_look_up()
    {
        Dns.IsSilent = true;
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.That(
            async () => await new HostLookup(Options with { Timeout = TimeSpan.FromHours(1) }).LookUpAsync(Name, stop.Token).WaitAsync(Patience.Time),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private HostLookup SystemLookup(string known)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "nameserver 127.0.0.1\nsearch a.example b.example\n");
            var file = ResolverFile.Read(path, int.Parse(Dns.Address.Split(':')[1]));
            return new HostLookup(new ResolveOptions(), KnowsOnly(known), () => file);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Func<string, CancellationToken, Task<IPAddress[]>> KnowsOnly(string known) => (name, _) => name == known
        ? Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.99")])
        : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));

    private Task<HostAnswer> LookUpAsync() => LookUpAsync(Options);

    private static Task<HostAnswer> LookUpAsync(ResolveOptions options) => new HostLookup(options).LookUpAsync(Name, CancellationToken.None);
}
