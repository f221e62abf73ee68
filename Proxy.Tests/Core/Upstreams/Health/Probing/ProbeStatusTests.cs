using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Health.Probing;

namespace Proxy.Tests.Core.Upstreams.Health.Probing;

internal sealed class ProbeStatusTests
{
    private static readonly HealthCheckOptions TwoAndThree = new() { HealthyAfter = 2, UnhealthyAfter = 3 };

    // Each probe is + (good), - (bad) or . (says nothing); each letter below it the state after it: Pending, Up, Down.
    [TestCase(ProbeState.Up, "--+--.-", "UUUUUUD")]
    [TestCase(ProbeState.Up, "---+-++", "UUDDDDU")]
    [TestCase(ProbeState.Up, "----+.+-", "UUDDDDUU")]
    [TestCase(ProbeState.Pending, "+--", "UUU")]
    [TestCase(ProbeState.Pending, ".--+---", "PPPUUUD")]
    [TestCase(ProbeState.Pending, "---++", "PPDDU")]
    public void State_follows_from_probes_in_a_row(ProbeState first, string probes, string states)
    {
        var status = new ProbeStatus(first);
        var seen = "";
        foreach (var probe in probes)
        {
            status = status.After(Result(probe), TwoAndThree, DateTimeOffset.UnixEpoch);
            seen += status.State.ToString()[0];
        }

        Assert.That(seen, Is.EqualTo(states));
    }

    [Test]
    public void One_of_each_is_enough_where_that_is_said()
    {
        var once = new HealthCheckOptions { HealthyAfter = 1, UnhealthyAfter = 1 };
        var down = new ProbeStatus(ProbeState.Up).After(Result('-'), once, DateTimeOffset.UnixEpoch);
        Assert.That((down.State, down.After(Result('+'), once, DateTimeOffset.UnixEpoch).State), Is.EqualTo((ProbeState.Down, ProbeState.Up)));
    }

    [Test]
    public void Last_probe_is_told_with_its_reason_and_time()
    {
        var at = DateTimeOffset.UnixEpoch.AddSeconds(7);
        var status = new ProbeStatus(ProbeState.Up).After(Result('-'), TwoAndThree, at).After(Result('-'), TwoAndThree, at);
        Assert.That((status.Good, status.Bad, status.Last?.Reason, status.At), Is.EqualTo((0, 2, "bad", at)));
        status = status.After(Result('+'), TwoAndThree, at.AddSeconds(1));
        Assert.That((status.Good, status.Bad, status.Last?.Reason, status.At), Is.EqualTo((1, 0, "", at.AddSeconds(1))));
    }

    [Test]
    public void Who_is_pending_or_down_does_not_serve() => Assert.That(
        Enum.GetValues<ProbeState>().Where(state => new ProbeStatus(state).MayServe),
        Is.EqualTo(new[] { ProbeState.NotProbed, ProbeState.Up }));

    private static ProbeResult Result(char probe) => probe switch
    {
        '+' => ProbeResult.Good,
        '-' => ProbeResult.Bad("bad"),
        _ => ProbeResult.Void("nothing"),
    };
}
