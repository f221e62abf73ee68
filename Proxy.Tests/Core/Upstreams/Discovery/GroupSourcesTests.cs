using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Discovery;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Discovery;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class GroupSourcesTests : DnsFixture
{
    private const string Name = "web.example";

    private readonly ManualClock _clock = new();
    private EndpointGroup _group = null!;

    [TearDown]
    public async Task EndAsync() => await _group.Sources.EndAsync();

    [Test]
    public async Task Members_follow_the_name()
    {
        Dns.Host(Name, 10, "10.0.0.1", "10.0.0.2");
        await BeginAsync(Upstream());
        var kept = _group.Members[1].Endpoint;
        Dns.Host(Name, 10, "10.0.0.2", "10.0.0.3", "fd00::2");
        await TurnUntilAsync(() => Text() == "10.0.0.2:80 10.0.0.3:80");
        Assert.That(_group.Members[0].Endpoint, Is.SameAs(kept));
        Assert.That(kept.Alternate?.ToString(), Is.EqualTo("[fd00::2]:80"));
    }

    [Test]
    public async Task Weights_are_those_of_the_element()
    {
        Dns.Host(Name, 10, "10.0.0.1", "10.0.0.2");
        await BeginAsync(Upstream() with { Endpoints = [new EndpointOptions { Address = $"{Name}:80", Weight = 3 }, "10.0.0.9:80"] });
        Assert.That(_group.Set.Weights, Is.EqualTo((int[])[3, 3, 1]));
    }

    [Test]
    public async Task What_was_drained_by_hand_goes_on_draining()
    {
        Dns.Host(Name, 10, "10.0.0.1", "10.0.0.2");
        await BeginAsync(Upstream());
        _group.SetDraining(_group.Members[0].Endpoint, true);
        Dns.Host(Name, 10, "10.0.0.1", "10.0.0.2", "10.0.0.3");
        await TurnUntilAsync(() => _group.Members.Length == 3);
        Assert.That(string.Join(' ', _group.Set.Endpoints.Select(endpoint => endpoint.Address)), Is.EqualTo("10.0.0.2:80 10.0.0.3:80"));
    }

    [Test]
    public async Task A_change_of_weight_needs_no_look_up()
    {
        Dns.Host(Name, 10, "10.0.0.1");
        await BeginAsync(Upstream());
        Dns.IsSilent = true;
        var asked = Dns.Asked.Count;
        await BeginAsync(Upstream() with { Endpoints = [new EndpointOptions { Address = $"{Name}:80", Weight = 7 }] });
        Assert.That((_group.Set.Weights.Single(), Dns.Asked.Count), Is.EqualTo((7, asked)));
    }

    [Test]
    public async Task Another_way_to_look_up_is_another_source()
    {
        Dns.Host(Name, 10, "10.0.0.1");
        await BeginAsync(Upstream());
        var asked = Dns.Asked.Count;
        await BeginAsync(Upstream() with { Resolve = Options with { MaxTtl = TimeSpan.FromSeconds(9) } });
        Assert.That(Dns.Asked, Has.Count.EqualTo(asked + 2), "A and AAAA");
        await Patience.UntilAsync(() => _clock.Timers == 1, "the one before has ended");
    }

    [Test]
    public async Task At_the_end_nobody_is_asked_any_more()
    {
        Dns.Host(Name, 10, "10.0.0.1");
        await BeginAsync(Upstream());
        await Patience.UntilAsync(() => _clock.Timers == 1, "it waits for its time");
        await _group.Sources.EndAsync();
        Assert.That((_clock.Timers, Text()), Is.EqualTo((0, "10.0.0.1:80")));
    }

    private UpstreamOptions Upstream() => new() { Endpoints = [$"{Name}:80"], Resolve = Options with { Timeout = TimeSpan.FromHours(1) } };

    private async Task BeginAsync(UpstreamOptions options)
    {
        _group ??= new EndpointGroup(options, loops: 1);
        var kit = new SourceKit(new RecordingLog(), _clock, new Random(1));
        _group.Sources.Begin(options, await UpstreamSources.PlanAsync(options, _group.Sources.Running, kit, CancellationToken.None).WaitAsync(Patience.Time));
    }

    private Task TurnUntilAsync(Func<bool> condition) => Patience.UntilAsync(
        () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        "members follow");

    private string Text() => string.Join(' ', _group.Members.Select(member => member.Endpoint.Address));
}
