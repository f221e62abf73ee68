using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Limits;

namespace Proxy.Tests.Core.Upstreams.Limits;

public class CircuitBreakerTests
{
    private static readonly CircuitBreakerOptions AfterThree = new() { Failures = 3, OpenFor = TimeSpan.FromSeconds(5), HalfOpenRequests = 2 };

    [Test]
    public void Opens_after_so_many_failures_within_its_window()
    {
        var breaker = new CircuitBreaker(AfterThree);
        Run(breaker, 0, TryOutcome.Failed);
        Run(breaker, 5_000, TryOutcome.Failed, TryOutcome.Succeeded, TryOutcome.Unknown);
        Run(breaker, 11_000, TryOutcome.Failed);
        Assert.That(breaker.State, Is.EqualTo(CircuitState.Closed), "the first is too long ago");
        Run(breaker, 12_000, TryOutcome.Failed);
        Assert.That((breaker.State, breaker.Remaining(12_000), breaker.TryBegin(12_001)), Is.EqualTo((CircuitState.Open, 5_000, (object?)null)));
    }

    [Test]
    public void Opens_at_a_share_of_failures_once_there_were_enough()
    {
        var breaker = new CircuitBreaker(new() { FailureRate = 50, MinRequests = 4 });
        Run(breaker, 0, TryOutcome.Failed, TryOutcome.Succeeded, TryOutcome.Failed);
        Assert.That(breaker.State, Is.EqualTo(CircuitState.Closed));
        Run(breaker, 0, TryOutcome.Succeeded, TryOutcome.Succeeded, TryOutcome.Failed);
        Assert.That(breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public void Lets_a_few_through_after_a_while_and_closes_when_all_of_them_succeed()
    {
        var breaker = Opened();
        Assert.That(breaker.TryBegin(4_999), Is.Null);
        var (first, second) = (breaker.TryBegin(5_000), breaker.TryBegin(5_000));
        Assert.That((breaker.State, breaker.TryBegin(5_000)), Is.EqualTo((CircuitState.HalfOpen, (object?)null)));
        breaker.End(first!, TryOutcome.Succeeded, 5_001);
        Assert.That((breaker.State, breaker.TryBegin(5_001)), Is.EqualTo((CircuitState.HalfOpen, (object?)null)));
        breaker.End(second!, TryOutcome.Succeeded, 5_002);
        Assert.That((breaker.State, breaker.Remaining(5_002)), Is.EqualTo((CircuitState.Closed, 0)));
        Run(breaker, 5_003, TryOutcome.Failed, TryOutcome.Failed);
        Assert.That(breaker.State, Is.EqualTo(CircuitState.Closed), "it counts anew");
    }

    [Test]
    public void Opens_again_where_one_of_them_fails_whatever_the_others_say()
    {
        var breaker = Opened();
        var (first, second) = (breaker.TryBegin(6_000)!, breaker.TryBegin(6_000)!);
        breaker.End(first, TryOutcome.Failed, 6_100);
        breaker.End(second, TryOutcome.Succeeded, 6_200);
        Assert.That((breaker.State, breaker.Remaining(6_100)), Is.EqualTo((CircuitState.Open, 5_000)));
    }

    [Test]
    public void Trial_that_says_nothing_is_followed_by_another_and_so_are_those_that_never_end()
    {
        var breaker = Opened();
        var (first, _) = (breaker.TryBegin(5_000)!, breaker.TryBegin(5_000));
        breaker.End(first, TryOutcome.Unknown, 5_000);
        Assert.That((breaker.TryBegin(5_001), breaker.TryBegin(5_001)), Is.EqualTo((first, (object?)null)));
        Assert.That(breaker.TryBegin(10_000), Is.Not.Null.And.Not.SameAs(first));
    }

    [Test]
    public void Tries_of_before_say_nothing_about_now()
    {
        var breaker = new CircuitBreaker(AfterThree);
        var late = breaker.TryBegin(0)!;
        Run(breaker, 0, TryOutcome.Failed, TryOutcome.Failed, TryOutcome.Failed);
        Assert.That(breaker.TryBegin(5_000), Is.Not.Null);
        breaker.End(late, TryOutcome.Failed, 5_000);
        Assert.That(breaker.State, Is.EqualTo(CircuitState.HalfOpen));
    }

    [Test]
    public void Reload_that_changes_nothing_about_it_keeps_its_state()
    {
        var breaker = Opened();
        Assert.That(CircuitBreaker.For(AfterThree with { Failures = 3 }, breaker), Is.SameAs(breaker));
        Assert.That(CircuitBreaker.For(AfterThree with { Failures = 4 }, breaker)!.State, Is.EqualTo(CircuitState.Closed));
        Assert.That(CircuitBreaker.For(null, breaker), Is.Null);
    }

    private static CircuitBreaker Opened()
    {
        var breaker = new CircuitBreaker(AfterThree);
        Run(breaker, 0, TryOutcome.Failed, TryOutcome.Failed, TryOutcome.Failed);
        Assert.That(breaker.State, Is.EqualTo(CircuitState.Open));
        return breaker;
    }

    private static void Run(CircuitBreaker breaker, long now, params ReadOnlySpan<TryOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            breaker.End(breaker.TryBegin(now)!, outcome, now);
        }
    }
}
