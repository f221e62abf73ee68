using NUnit.Framework;
using Proxy.Core.Upstreams.Discovery;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Discovery;

public class SrvSourceTests : DnsFixture
{
    private const string Service = "_http._tcp.web.service.example";

    [Test]
    public async Task Records_become_endpoints_with_port_priority_and_weight()
    {
        Say(DnsRecord.Srv(Service, 60, 10, 3, 8080, "a.example"), DnsRecord.Srv(Service, 60, 20, 5, 8081, "b.example"));
        Dns.Host("a.example", 9, "10.0.0.1", "fd00::1");
        Dns.Host("b.example", 90, "10.0.0.2");
        var answer = await LookUpAsync();
        Assert.That(Text(answer), Is.EqualTo((string[])["a.example:8080 10.0.0.1:8080 ([fd00::1]:8080) 3/10", "b.example:8081 10.0.0.2:8081 5/20"]));
        Assert.That(answer.Holds, Is.EqualTo(TimeSpan.FromSeconds(9)));
    }

    [Test]
    public async Task Additional_records_spare_questions()
    {
        Dns.Say(Service, DnsRecord.SrvType, new()
        {
            Answers = [DnsRecord.Srv(Service, 60, 1, 1, 8080, "A.example"), DnsRecord.Srv(Service, 60, 1, 1, 8081, "b.example")],
            Additionals = [DnsRecord.Of("a.example", 4, "10.0.0.1"), DnsRecord.Of("other.example", 1, "10.0.0.66")],
        });
        Dns.Host("b.example", 90, "10.0.0.2");
        var answer = await LookUpAsync();
        Assert.That(answer.Endpoints.Select(each => $"{each.Address}"), Is.EqualTo((string[])["10.0.0.1:8080", "10.0.0.2:8081"]));
        Assert.That(answer.Holds, Is.EqualTo(TimeSpan.FromSeconds(4)));
        Assert.That(Dns.Asked.Select(each => each.Name).Distinct(), Is.EqualTo((string[])[Service, "b.example"]));
    }

    [TestCase("0 0 0", "1 1 1")]
    [TestCase("1 2 7", "1 2 7")]
    [TestCase("0 1 2", "1 500 1000")]
    [TestCase("65535 1 20000", "1000 1 305")]
    public async Task Weights_keep_their_shares(string weights, string expected)
    {
        var hosts = weights.Split(' ').Select((weight, i) => (Weight: int.Parse(weight), Name: $"h{i}.example", Address: $"10.0.0.{i + 1}")).ToList();
        Dns.Say(Service, DnsRecord.SrvType, new()
        {
            Answers = [.. hosts.Select(host => DnsRecord.Srv(Service, 60, 1, host.Weight, 80, host.Name))],
            Additionals = [.. hosts.Select(host => DnsRecord.Of(host.Name, 60, host.Address))],
        });
        Assert.That(string.Join(' ', (await LookUpAsync()).Endpoints.Select(each => each.Weight)), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_service_that_is_not_offered_is_told()
    {
        Say(DnsRecord.Srv(Service, 60, 0, 0, 0, "."));
        var failure = await FailureOfAsync(LookUpAsync);
        Assert.That((failure.IsTemporary, failure.Message), Is.EqualTo((false, $"the SRV record for \"{Service}\" says that the service is not offered")));
    }

    [Test]
    public async Task A_name_without_records_is_told()
    {
        var failure = await FailureOfAsync(LookUpAsync);
        Assert.That((failure.IsTemporary, failure.Message), Is.EqualTo((false, $"there is no SRV record for \"{Service}\"")));
    }

    [Test]
    public async Task A_target_that_does_not_exist_is_left_out()
    {
        Say(DnsRecord.Srv(Service, 60, 1, 1, 80, "gone.example"), DnsRecord.Srv(Service, 60, 1, 1, 80, "b.example"));
        Dns.Host("b.example", 90, "10.0.0.2");
        Assert.That((await LookUpAsync()).Endpoints.Single().Name, Is.EqualTo("b.example:80"));
    }

    [Test]
    public async Task A_target_that_nobody_can_tell_about_fails_the_look_up()
    {
        Say(DnsRecord.Srv(Service, 60, 1, 1, 80, "a.example"), DnsRecord.Srv(Service, 60, 1, 1, 80, "b.example"));
        Dns.Host("b.example", 90, "10.0.0.2");
        Dns.Say("a.example", DnsRecord.A, new() { Code = DnsReply.ServFail });
        Assert.That((await FailureOfAsync(LookUpAsync)).IsTemporary, Is.True, "it may still be there");
    }

    [Test]
    public async Task A_target_that_is_no_host_name_is_not_used()
    {
        Dns.Say(Service, DnsRecord.SrvType, new()
        {
            Answers = [DnsRecord.Srv(Service, 60, 1, 1, 80, "a\nb.example"), DnsRecord.Srv(Service, 60, 1, 1, 80, "b.example")],
            Additionals = [DnsRecord.Of("a\nb.example", 60, "10.0.0.1"), DnsRecord.Of("b.example", 60, "10.0.0.2")],
        });
        Assert.That((await LookUpAsync()).Endpoints.Single().Name, Is.EqualTo("b.example:80"));
    }

    private void Say(params IReadOnlyList<DnsRecord> records) => Dns.Say(Service, DnsRecord.SrvType, new() { Answers = records });

    private Task<SourceAnswer> LookUpAsync() => new SrvSource($"srv://{Service}", Service, new HostLookup(Options)).LookUpAsync(CancellationToken.None);

    private static IEnumerable<string> Text(SourceAnswer answer) =>
        answer.Endpoints.Select(endpoint => $"{endpoint.Name} {endpoint} {endpoint.Weight}/{endpoint.Priority}");
}
