using NUnit.Framework;
using Proxy.Core.Upstreams.Health;
using static Proxy.Core.Upstreams.Health.Standing;

namespace Proxy.Tests.Core.Upstreams.Health;

public class EligibilityTests
{
    private static readonly EligibilityRules Rules = new(PanicThreshold: 50, SpillOver: 70);

    [Test]
    public void Weights_of_those_that_are_well_are_the_operators_own() =>
        Assert.That(Decide(new(3, Well), new(6, Well), new(9, Well)), Is.EqualTo((new[] { 3, 6, 9 }, false)));

    [TestCase(Sick)]
    [TestCase(Dead)]
    [TestCase(Down)]
    [TestCase(Pending)]
    [TestCase(Draining)]
    public void Others_are_left_out(object standing) =>
        Assert.That(Decide(new(3, Well), new(6, (Standing)standing), new(9, Well)), Is.EqualTo((new[] { 3, 0, 9 }, false)));

    [Test]
    public void One_of_two_is_enough_to_be_calm() => Assert.That(Decide(new(1, Well), new(1, Sick)), Is.EqualTo((new[] { 1, 0 }, false)));

    [TestCase(Sick)]
    [TestCase(Down)]
    public void Too_few_are_panic_and_all_that_may_answer_are_asked(object standing) =>
        Assert.That(Decide(new(1, Well), new(2, (Standing)standing), new(3, (Standing)standing)), Is.EqualTo((new[] { 1, 2, 3 }, true)));

    [Test]
    public void Panic_asks_no_dead_ones_while_others_are_there() =>
        Assert.That(Decide(new(1, Well), new(1, Dead), new(1, Dead), new(1, Sick)), Is.EqualTo((new[] { 1, 0, 0, 1 }, true)));

    [Test]
    public void Panic_asks_the_dead_where_nobody_else_is_left() =>
        Assert.That(Decide(new(2, Dead), new(1, Dead), new(1, Draining)), Is.EqualTo((new[] { 2, 1, 0 }, true)));

    [Test]
    public void What_drains_or_waits_for_its_first_probe_makes_no_panic() =>
        Assert.That(Decide(new(1, Well), new(1, Draining), new(1, Draining), new(1, Pending)), Is.EqualTo((new[] { 1, 0, 0, 0 }, false)));

    [TestCase(Draining)]
    [TestCase(Pending)]
    public void Nobody_is_asked_where_nobody_is_there(object standing) =>
        Assert.That(Decide(new(1, (Standing)standing), new(1, (Standing)standing)), Is.EqualTo((new[] { 0, 0 }, false)));

    [Test]
    public void Health_goes_by_weight() => Assert.That(Decide(new(9, Well), new(1, Sick), new(1, Sick)), Is.EqualTo((new[] { 9, 0, 0 }, false)));

    [Test]
    public void Without_panic_probes_have_the_last_word()
    {
        var never = Rules with { PanicThreshold = 0 };
        Assert.That(DecideBy(never, new(1, Well), new(1, Sick), new(1, Sick)), Is.EqualTo((new[] { 1, 0, 0 }, false)));
        Assert.That(DecideBy(never, new(1, Down), new(1, Down)), Is.EqualTo((new[] { 0, 0 }, false)));
        Assert.That(DecideBy(never, new(1, Down), new(1, Dead), new(1, Sick)), Is.EqualTo((new[] { 0, 1, 1 }, false)), "an ejection leaves somebody");
    }

    [Test]
    public void One_on_trial_may_be_chosen() => Assert.That(Decide(new(2, Well), new(1, OnTrial)), Is.EqualTo((new[] { 2, 1 }, false)));

    [Test]
    public void Warming_endpoint_has_a_part_of_its_weight() =>
        Assert.That(Decide(new(2, Well), new(2, Well) { WarmPercent = 25 }).Weights, Is.EqualTo(new[] { 4, 1 }));

    [Test]
    public void Warming_endpoint_makes_no_spill() =>
        Assert.That(Decide(new(1, Well) { WarmPercent = 5 }, new(1, Well) { Priority = 1 }).Weights, Is.EqualTo(new[] { 1, 0 }));

    [Test]
    public void Second_tier_gets_nothing_while_the_first_is_well() =>
        Assert.That(Decide(new(1, Well) { Priority = 3 }, new(5, Well) { Priority = 4 }), Is.EqualTo((new[] { 1, 0 }, false)));

    [Test]
    public void Missing_part_goes_to_the_second_tier()
    {
        // Half of the first tier is well: it bears 50/70 of all.
        var (weights, isPanic) = Decide(new(1, Well), new(1, Sick), new(1, Well) { Priority = 1 }, new(3, Well) { Priority = 1 });
        Assert.That(isPanic, Is.False);
        Assert.That(SharesOf(weights), Is.EqualTo(new[] { 50 / 70.0, 0, 5 / 70.0, 15 / 70.0 }).Within(1e-5));
    }

    [Test]
    public void Tier_that_bears_all_keeps_the_others_from_panic()
    {
        Assert.That(Decide(new(1, Sick), new(1, Sick), new(7, Well) { Priority = 1 }), Is.EqualTo((new[] { 0, 0, 7 }, false)));
        Assert.That(Decide(new(1, Sick), new(1, Sick), new(7, Sick) { Priority = 1 }), Is.EqualTo((new[] { 1, 1, 0 }, true)), "in panic the first tier is first again");
    }

    [Test]
    public void Own_zone_goes_first_within_a_tier()
    {
        Candidate[] all = [new(1, Well) { IsAway = true }, new(1, Well), new(1, Well), new(1, Well) { Priority = 1 }];
        Assert.That(Decide(all).Weights, Is.EqualTo(new[] { 0, 1, 1, 0 }));
        all[1] = all[1] with { Standing = Sick };
        Assert.That(SharesOf(Decide(all).Weights), Is.EqualTo(new[] { 20 / 70.0, 0, 50 / 70.0, 0 }).Within(1e-5));
        all[2] = all[2] with { Standing = Dead };
        Assert.That(Decide(all).Weights, Is.EqualTo(new[] { 1, 0, 0, 0 }), "the other zone of the tier is before the next tier");
        all[0] = all[0] with { Standing = Dead };
        Assert.That(Decide(all).Weights, Is.EqualTo(new[] { 0, 0, 0, 1 }));
    }

    [Test]
    public void Trial_is_held_in_a_tier_that_bears_nothing()
    {
        var (weights, _) = Decide(new(1, OnTrial), new(1, Well) { Priority = 1 });
        Assert.That(weights, Is.All.GreaterThan(0));
        (weights, _) = Decide(new(1, Well), new(1, OnTrial) { Priority = 1 });
        Assert.That(weights, Is.EqualTo(new[] { 1, 0 }), "but not behind those that bear all");
    }

    [Test]
    public void Small_shares_stay_what_they_are_among_a_thousand()
    {
        var all = Enumerable.Repeat(new Candidate(1, Well), 1000).ToArray();
        all[0] = all[0] with { WarmPercent = 5 };
        var weights = Decide(all).Weights;
        Assert.That((double)weights[0] / weights[1], Is.EqualTo(0.05).Within(0.001));
    }

    [Test]
    public void Whoever_is_there_somebody_is_asked([Random(50)] int seed)
    {
        var random = new Random(seed);
        var all = Enumerable.Range(0, random.Next(1, 9)).Select(_ => new Candidate(random.Next(1, 5), (Standing)random.Next(7))
        {
            Priority = random.Next(3),
            IsAway = random.Next(2) == 0,
            WarmPercent = 5 * random.Next(1, 21),
        }).ToArray();
        var weights = Decide(all).Weights;
        Assert.That(weights.Any(weight => weight > 0), Is.EqualTo(all.Any(each => each.IsPresent)), $"seed {seed}");
        for (var i = 0; i < all.Length; i++)
        {
            Assert.That(all[i].IsPresent || weights[i] == 0, $"seed {seed}");
        }
    }

    private static (int[] Weights, bool IsPanic) Decide(params Candidate[] candidates) => DecideBy(Rules, candidates);

    private static (int[] Weights, bool IsPanic) DecideBy(EligibilityRules rules, params Candidate[] candidates)
    {
        var (weights, isPanic) = Eligibility.Decide(candidates, rules);
        return (weights, isPanic);
    }

    private static double[] SharesOf(int[] weights) => [.. weights.Select(weight => (double)weight / weights.Sum())];
}
