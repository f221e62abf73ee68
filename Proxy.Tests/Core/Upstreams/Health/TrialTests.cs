using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Balancing;
using static Proxy.Core.Upstreams.Health.TryFailure;

namespace Proxy.Tests.Core.Upstreams.Health;

/// <summary>How requests are kept from an endpoint on trial, whatever the algorithm.</summary>
public class TrialTests
{
    [Test]
    public async Task One_request_a_second_goes_to_one_on_trial()
    {
        var rig = await OnTrialAsync(1);
        for (var second = 0; second < 3; second++)
        {
            var chosen = Choose(rig, 10);
            Assert.That((chosen[0], chosen.Skip(1).Contains("1")), Is.EqualTo(("1", false)));
            rig.Advance(1);
        }

        await rig.NoteAsync(1, None);
        Assert.That(Choose(rig, 10), Is.All.EqualTo("1"));
    }

    [Test]
    public async Task Whoever_is_on_trial_is_asked_where_all_are()
    {
        var rig = await OnTrialAsync(0, 1, 2);
        Assert.That(Choose(rig, 10).Count(name => name == "1"), Is.GreaterThan(5));
    }

    [Test]
    public async Task Time_of_a_trial_counts_from_its_first_request_on()
    {
        var rig = await OnTrialAsync(1);
        Assert.That(rig.Endpoints[1].Health.TrialTime(rig.Group.Health.Now), Is.Zero, "nobody has been sent yet");
        Choose(rig, 1);
        rig.Advance(4);
        Choose(rig, 1);
        rig.Advance(4);
        Assert.That(rig.Endpoints[1].Health.TrialTime(rig.Group.Health.Now), Is.EqualTo(8000));
    }

    private static async Task<HealthRig> OnTrialAsync(params int[] endpoints)
    {
        var rig = new HealthRig(new UpstreamOptions(), 3);
        foreach (var endpoint in endpoints)
        {
            await rig.NoteAsync(endpoint, Connection, 3);
        }

        rig.Advance(5);
        return rig;
    }

    // By an algorithm that would always take endpoint 1.
    private static string[] Choose(HealthRig rig, int times)
    {
        var random = new LoopRandom(1);
        return [.. Enumerable.Range(0, times).Select(_ => EndpointChooser.Choose(new Always(rig.Endpoints[1]), rig.Group.Set, new Exchange(), random)!.Name)];
    }

    private sealed class Always(Endpoint endpoint) : IBalancer
    {
        public Endpoint Choose(EndpointSet set, Exchange exchange, LoopRandom random) => endpoint;
    }
}
