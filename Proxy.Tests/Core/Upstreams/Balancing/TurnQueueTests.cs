using NUnit.Framework;
using Proxy.Core.Upstreams.Balancing;

namespace Proxy.Tests.Core.Upstreams.Balancing;

public class TurnQueueTests
{
    [TestCase(1, 1, 1)]
    [TestCase(5, 1, 1)]
    [TestCase(1000, 1)]
    [TestCase(7, 3, 2, 2, 1, 1000)]
    public void Every_round_has_each_as_often_as_its_weight_says_and_turns_are_spread(params int[] weights)
    {
        var (turns, sum) = (TurnQueue.Begin(weights), weights.Sum());
        var last = new int?[weights.Length];
        for (var round = 0; round < 3; round++)
        {
            var counts = new int[weights.Length];
            for (var i = 0; i < sum; i++)
            {
                var (turn, at) = (turns.Next(), (round * sum) + i);
                counts[turn]++;
                if (last[turn] is { } before)
                {
                    // Others come before it that are due at the same time, each once.
                    Assert.That(at - before, Is.LessThanOrEqualTo(Math.Ceiling((double)sum / weights[turn]) + weights.Length - 1), $"gap of {turn}");
                }

                last[turn] = at;
            }

            Assert.That(counts, Is.EqualTo(weights), $"round {round}");
        }
    }

    [Test]
    public void Light_ones_are_not_neighbors() =>
        Assert.That(Next(TurnQueue.Begin([5, 1, 1]), 7), Is.EqualTo(new[] { 0, 1, 0, 0, 0, 2, 0 }));

    [Test]
    public void Time_that_goes_round_changes_nothing()
    {
        var turns = TurnQueue.Begin([1, 1]);
        var wrong = 0;
        for (var i = 0; i < 20_000_000; i++)
        {
            wrong += turns.Next() == i % 2 ? 0 : 1;
        }

        Assert.That(wrong, Is.Zero);
    }

    [Test]
    public void Successor_goes_on_and_a_new_weight_counts_from_now_on()
    {
        var turns = TurnQueue.Begin([1, 1, 1]);
        Assert.That(Next(turns, 2), Is.EqualTo(new[] { 0, 1 }));
        var next = TurnQueue.Follow([1, 4, 1], turns, [1, 2, 0]);
        Assert.That(next.Next(), Is.EqualTo(1), "the one that had not had its turn");
        Assert.That(Next(next, 60).Count(turn => turn == 1), Is.InRange(39, 41));
    }

    private static int[] Next(TurnQueue turns, int count) => [.. Enumerable.Range(0, count).Select(_ => turns.Next())];
}
