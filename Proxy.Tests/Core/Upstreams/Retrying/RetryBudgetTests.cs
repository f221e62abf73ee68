using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams.Retrying;

namespace Proxy.Tests.Core.Upstreams.Retrying;

public class RetryBudgetTests
{
    private const int Second = 1000;

    private static readonly RetryBudgetOptions Fifth = new() { Percent = 20, MinPerSecond = 0 };

    [Test]
    public void Share_of_requests_is_never_exceeded([Values(0, 1, 20, 100, 900)] int percent)
    {
        var budget = new RetryBudget(1);
        var spent = 0;
        for (var requests = 1; requests <= 1000; requests++)
        {
            budget.CountRequest(0, 0);
            spent += Spend(budget, new() { Percent = percent, MinPerSecond = 0 }, 0, 0);
            Assert.That(spent, Is.EqualTo(requests * percent / 100), $"behind {requests} requests");
        }
    }

    [Test]
    public void Few_a_second_are_there_without_any_request()
    {
        var budget = new RetryBudget(1);
        var options = new RetryBudgetOptions { Percent = 0, MinPerSecond = 3 };
        var spent = 0;
        for (var second = 0; second < 100; second++)
        {
            spent += Spend(budget, options, 0, second * Second);
        }

        Assert.That(spent, Is.EqualTo(3 * 100), "those of ten seconds at once, and no more than that");
    }

    [TestCase(0, 20)]
    [TestCase(5 * Second, 20)]
    [TestCase(10 * Second, 0)]
    [TestCase(1000 * Second, 0)]
    public void What_was_not_used_is_soon_gone(long later, int left)
    {
        var budget = new RetryBudget(1);
        Count(budget, 0, 100, 0);
        Assert.That(Spend(budget, Fifth, 0, later), Is.EqualTo(left));
    }

    [Test]
    public void What_was_used_counts_as_long_as_its_requests()
    {
        var budget = new RetryBudget(1);
        Count(budget, 0, 100, 0);
        Assert.That(Spend(budget, Fifth, 0, 4 * Second), Is.EqualTo(20));
        Assert.That(Spend(budget, Fifth, 0, 9 * Second), Is.Zero);
        Count(budget, 0, 10, 10 * Second);
        Assert.That(Spend(budget, Fifth, 0, 10 * Second), Is.EqualTo(2), "those of the first slot are forgotten, and what they paid for");
    }

    [Test]
    public void Loops_share_it_whatever_their_clocks_say()
    {
        var budget = new RetryBudget(3);
        Count(budget, 0, 50, (5 * Second) - 1);
        Count(budget, 1, 50, 5 * Second);
        Assert.That(Spend(budget, Fifth, 2, (5 * Second) - 1), Is.EqualTo(20), "one loop is ahead by a slot");
        Assert.That(Spend(budget, Fifth, 0, 5 * Second) + Spend(budget, Fifth, 1, 5 * Second), Is.Zero);
    }

    [Test]
    public void Loops_that_spend_at_once_overdraw_it_by_less_than_one_try_each()
    {
        const int Loops = 4;
        var budget = new RetryBudget(Loops);
        var spent = 0;
        Parallel.For(0, Loops, new ParallelOptions { MaxDegreeOfParallelism = Loops }, loop =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                budget.CountRequest(loop, 0);
                if (budget.TrySpend(Fifth, loop, 0))
                {
                    Interlocked.Increment(ref spent);
                }
            }
        });
        Assert.That(spent, Is.InRange(Loops * 10_000 - Loops, (Loops * 10_000) + Loops - 1));
    }

    private static void Count(RetryBudget budget, int loop, int requests, long now)
    {
        for (var i = 0; i < requests; i++)
        {
            budget.CountRequest(loop, now);
        }
    }

    private static int Spend(RetryBudget budget, RetryBudgetOptions options, int loop, long now)
    {
        var spent = 0;
        while (budget.TrySpend(options, loop, now))
        {
            spent++;
        }

        return spent;
    }
}
