using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Health;
using static Proxy.Core.Upstreams.Health.TryFailure;

namespace Proxy.Tests.Core.Upstreams.Health;

public class GroupHealthTests
{
    private static readonly UpstreamOptions Default = new();

    [TestCase(Answer, Standing.Sick, EjectionCause.Failures)]
    [TestCase(Connection, Standing.Dead, EjectionCause.Unreachable)]
    public async Task Third_failure_in_a_row_ejects(object failure, object standing, object cause)
    {
        var rig = new HealthRig(Default, 3);
        await rig.NoteAsync(1, (TryFailure)failure, 2);
        Assert.That(rig.Chosen, Is.EqualTo("012"));
        await rig.NoteAsync(1, (TryFailure)failure);
        Assert.That(rig.Chosen, Is.EqualTo("02"));
        var status = rig.StatusOf(1);
        Assert.That((status.Standing, status.Cause, status.IsEligible, status.ConsecutiveFailures, status.Ejections, status.EjectedFor),
            Is.EqualTo(((Standing)standing, (EjectionCause)cause, false, 3, 1, TimeSpan.FromSeconds(5))));
        Assert.That((rig.Totals.Ejections, rig.Lines.Count()), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Success_in_between_begins_the_row_anew()
    {
        var rig = new HealthRig(Default, 3);
        await rig.NoteAsync(1, Answer, 2);
        await rig.NoteAsync(1, None);
        Assert.That(rig.Endpoints[1].Health.Failures, Is.Zero);
        await rig.NoteAsync(1, Answer, 2);
        Assert.That(rig.Chosen, Is.EqualTo("012"));
    }

    [Test]
    public async Task Ejected_endpoint_comes_back_with_its_first_success()
    {
        var rig = new HealthRig(Default, 3);
        await rig.NoteAsync(1, Connection, 3);
        rig.Advance(4.999);
        Assert.That(rig.Chosen, Is.EqualTo("02"));
        rig.Advance(0.001);
        Assert.That((rig.Chosen, rig.StatusOf(1).Standing), Is.EqualTo(("012", Standing.OnTrial)));
        Assert.That((rig.Endpoints[1].Health.Admits(), rig.Endpoints[1].Health.Admits()), Is.EqualTo((true, false)), "one request tries it out");
        await rig.NoteAsync(1, None);
        Assert.That((rig.StatusOf(1).Standing, rig.Endpoints[1].Health.Admits(), rig.Endpoints[1].Health.Admits()), Is.EqualTo((Standing.Well, true, true)));
        Assert.That(rig.Lines.Last(), Does.Contain("1 is back"));
    }

    [Test]
    public async Task Trial_that_tells_nothing_is_followed_by_another()
    {
        var rig = new HealthRig(Default, 3);
        await rig.NoteAsync(1, Connection, 3);
        rig.Advance(5);
        var health = rig.Endpoints[1].Health;
        Assert.That((health.Admits(), health.Admits()), Is.EqualTo((true, false)));
        rig.Advance(1);
        Assert.That((health.Admits(), health.Admits()), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Failed_trials_make_for_longer_ejections_up_to_a_bound()
    {
        var rig = new HealthRig(Default, 3);
        await rig.NoteAsync(1, Connection, 3);
        foreach (var seconds in new[] { 5, 10, 15, 20, 25, 30, 30 })
        {
            Assert.That(rig.StatusOf(1).EjectedFor, Is.EqualTo(TimeSpan.FromSeconds(seconds)));
            rig.Advance(seconds);
            Assert.That(rig.Endpoints[1].Health.Admits(), Is.True);
            await rig.NoteAsync(1, Connection);
            Assert.That(rig.Chosen, Is.EqualTo("02"));
        }
    }

    [TestCase(29.9, 10)]
    [TestCase(30, 5)]
    public async Task Ejections_are_forgotten_in_good_times(double seconds, int next)
    {
        var rig = new HealthRig(Default, 3);
        await rig.NoteAsync(1, Connection, 3);
        rig.Advance(5);
        rig.Endpoints[1].Health.Admits();
        await rig.NoteAsync(1, None);
        rig.Advance(seconds);
        await rig.NoteAsync(1, Connection, 3);
        Assert.That(rig.StatusOf(1).EjectedFor, Is.EqualTo(TimeSpan.FromSeconds(next)));
    }

    [Test]
    public async Task What_began_before_the_trial_says_nothing_about_it([Values(None, Connection)] object failure)
    {
        var rig = new HealthRig(Default, 3);
        var before = rig.Group.Health.Now;
        await rig.NoteAsync(1, Connection, 3);
        rig.Advance(5);
        rig.Endpoints[1].Health.Note((TryFailure)failure, before);
        Assert.That(rig.StatusOf(1).Standing, Is.EqualTo(Standing.OnTrial), "nobody has tried it yet");
        rig.Endpoints[1].Health.Admits();
        rig.Endpoints[1].Health.Note((TryFailure)failure, before);
        Assert.That((rig.Endpoints[1].Health.IsHandedOver, rig.StatusOf(1).Standing), Is.EqualTo((false, Standing.OnTrial)));
    }

    [Test]
    public async Task Sick_ones_are_ejected_up_to_their_share([Values(2, 3, 4, 5)] int endpoints)
    {
        var rig = new HealthRig(Default, endpoints);
        for (var i = 0; i < endpoints; i++)
        {
            await rig.NoteAsync(i, Answer, 6);
        }

        Assert.That(rig.Group.Set.Count, Is.EqualTo(endpoints - (endpoints / 2)));
        Assert.That(rig.Group.Health.IsPanicking, Is.False);
    }

    [Test]
    public async Task One_that_found_no_room_is_looked_at_again()
    {
        var rig = new HealthRig(Default, 2);
        await rig.NoteAsync(0, Answer, 3);
        await rig.NoteAsync(1, Answer, 3);
        Assert.That(rig.Chosen, Is.EqualTo("1"));
        rig.Advance(5);
        rig.Endpoints[0].Health.Admits();
        await rig.NoteAsync(0, None);
        await rig.NoteAsync(1, Answer, 3);
        Assert.That(rig.Chosen, Is.EqualTo("0"));
    }

    [Test]
    public async Task No_share_ejects_nobody_but_the_dead()
    {
        var rig = new HealthRig(Default with { PassiveHealth = new() { MaxEjected = 0 } }, 3);
        await rig.NoteAsync(0, Answer, 3);
        await rig.NoteAsync(1, Connection, 3);
        Assert.That(rig.Chosen, Is.EqualTo("02"));
    }

    [Test]
    public async Task Whoever_is_alone_is_never_ejected()
    {
        var rig = new HealthRig(Default, 1);
        await rig.NoteAsync(0, Connection, 9);
        Assert.That((rig.Chosen, rig.Totals.Ejections, rig.Group.Health.IsPanicking), Is.EqualTo(("0", 0, false)));
    }

    [Test]
    public async Task Whoever_is_left_alone_comes_back_at_once()
    {
        var rig = new HealthRig(Default, 2);
        await rig.NoteAsync(1, Connection, 3);
        rig.Replace(rig.Endpoints[1]);
        Assert.That((rig.Chosen, rig.StatusOf(1).Standing), Is.EqualTo(("1", Standing.Well)));
    }

    [Test]
    public async Task Two_of_three_dead_are_out_and_the_third_bears_all()
    {
        var rig = new HealthRig(Default, 3);
        await rig.NoteAsync(0, Connection, 3);
        await rig.NoteAsync(1, Connection, 3);
        Assert.That((rig.Chosen, rig.Group.Health.IsPanicking), Is.EqualTo(("2", true)));
    }

    [Test]
    public async Task All_dead_are_asked_until_one_answers()
    {
        var rig = new HealthRig(Default, 3);
        for (var i = 0; i < 3; i++)
        {
            await rig.NoteAsync(i, Connection, 3);
        }

        Assert.That((rig.Chosen, rig.Totals.Panics, rig.Totals.Panicking), Is.EqualTo(("012", 1, 1)));
        await rig.NoteAsync(1, None);
        Assert.That((rig.Chosen, rig.StatusOf(1).Standing), Is.EqualTo(("1", Standing.Well)));
        rig.Advance(5);
        Assert.That(rig.Chosen, Is.EqualTo("012"));
        rig.Endpoints[2].Health.Admits();
        await rig.NoteAsync(2, None);
        Assert.That((rig.Group.Health.IsPanicking, rig.Totals.Panics, rig.Totals.Panicking), Is.EqualTo((false, 1, 0)));
        Assert.That(rig.Lines.Count(line => line.Contains("panicThreshold")), Is.EqualTo(1));
        Assert.That(rig.Lines.Count(line => line.Contains("enough endpoints are well")), Is.EqualTo(1));
    }

    [Test]
    public async Task Answer_amid_panic_does_not_acquit_whoever_still_answers()
    {
        var rig = new HealthRig(Default with { PanicThreshold = 60 }, 2);
        await rig.NoteAsync(1, Answer, 3);
        Assert.That((rig.Chosen, rig.Group.Health.IsPanicking), Is.EqualTo(("01", true)));
        await rig.NoteAsync(1, None);
        Assert.That(rig.StatusOf(1).Standing, Is.EqualTo(Standing.Sick));
    }

    [Test]
    public async Task Recovered_endpoint_warms_up()
    {
        var rig = new HealthRig(Default with { SlowStart = TimeSpan.FromSeconds(20) }, 2);
        Assert.That(rig.Group.Set.Weights, Is.EqualTo(new[] { 1, 1 }), "at the start all are as warm as each other");
        await rig.NoteAsync(1, Connection, 3);
        rig.Advance(5);
        rig.Endpoints[1].Health.Admits();
        await rig.NoteAsync(1, None);
        Assert.That((rig.Group.Set.Weights, rig.StatusOf(1).WarmPercent), Is.EqualTo((new[] { 20, 1 }, 5)));
        rig.Advance(1);
        Assert.That(rig.Group.Set.Weights, Is.EqualTo(new[] { 10, 1 }));
        rig.Advance(9);
        Assert.That(rig.StatusOf(1).WarmPercent, Is.EqualTo(55));
        rig.Advance(10);
        Assert.That((rig.Group.Set.Weights, rig.Clock.Timers), Is.EqualTo((new[] { 1, 1 }, 0)), "nothing is due any more");
    }

    [Test]
    public void Endpoint_that_joins_or_drains_no_more_warms_up()
    {
        var rig = new HealthRig(Default with { SlowStart = TimeSpan.FromSeconds(20) }, 2);
        var late = new Endpoint(rig.Group, "late", rig.Endpoints[0].Address, loops: 0);
        rig.Replace([.. rig.Endpoints, late]);
        Assert.That(rig.Group.Set.Weights, Is.EqualTo(new[] { 20, 20, 1 }));
        rig.Advance(20);
        rig.Group.SetDraining(late, true);
        rig.Group.SetDraining(late, false);
        Assert.That(rig.Group.Set.Weights, Is.EqualTo(new[] { 20, 20, 1 }));
    }

    [Test]
    public async Task Set_stays_the_same_object_while_it_says_the_same()
    {
        var rig = new HealthRig(Default, 3);
        var set = rig.Group.Set;
        await rig.NoteAsync(1, Connection, 2);
        rig.Group.Refresh();
        rig.Replace(rig.Endpoints);
        Assert.That(rig.Group.Set, Is.SameAs(set));
    }

    [Test]
    public async Task Ejection_outlives_a_reload_unless_that_ends_the_watch()
    {
        var rig = new HealthRig(Default, 3);
        await rig.NoteAsync(1, Connection, 3);
        rig.Replace(rig.Endpoints);
        Assert.That(rig.Chosen, Is.EqualTo("02"));
        var off = new PassiveHealthOptions { ConsecutiveFailures = 0, FailureRate = 0, LatencyFactor = 0, MaxSilence = TimeSpan.Zero };
        rig.Group.Replace(Default with { PassiveHealth = off }, rig.Group.Members);
        Assert.That(rig.Chosen, Is.EqualTo("012"));
        await rig.NoteAsync(1, Connection, 99);
        Assert.That(rig.Chosen, Is.EqualTo("012"));
    }

    [Test]
    public async Task What_is_gone_is_not_looked_at_any_more()
    {
        var rig = new HealthRig(Default, 3);
        await rig.NoteAsync(0, Connection, 3);
        rig.Replace(rig.Endpoints[1], rig.Endpoints[2]);
        await rig.NoteAsync(0, Connection, 3);
        Assert.That((rig.Chosen, rig.Totals.Ejections), Is.EqualTo(("12", 1)));
        rig.Group.Close();
        await rig.NoteAsync(1, Connection, 3);
        rig.Group.Refresh();
        Assert.That((rig.Chosen, rig.Clock.Timers), Is.EqualTo(("12", 0)), "those who still have it choose among those there were");
    }
}
