using NUnit.Framework;
using Proxy.Core.Upstreams.Limits;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Limits;

public class PlacesTests
{
    [Test]
    public void There_are_so_many_and_no_more()
    {
        var places = new CountedPlaces(1) { Limit = 2 };
        Assert.That((places.TryTake(), places.TryTake(), places.TryTake()), Is.EqualTo((true, true, false)));
        Assert.That(places.HasRoom, Is.False);
        places.Release();
        Assert.That((places.Taken, places.HasRoom, places.TryTake()), Is.EqualTo((1, true, true)));
    }

    [Test]
    public void Place_that_is_given_back_goes_to_the_loops_that_wait_in_turn()
    {
        var places = new CountedPlaces(3) { Limit = 1 };
        places.TryTake();
        var takers = new[] { new Taker(), new Taker(), new Taker() };
        Assert.That((places.TryTakeOrWait(0, takers[0]), places.TryTakeOrWait(2, takers[2])), Is.EqualTo((false, false)));
        for (var i = 0; i < 4; i++)
        {
            places.Release();
        }

        Assert.That(takers.Select(taker => taker.Count), Is.EqualTo(new[] { 2, 0, 2 }));
        Assert.That(places.Taken, Is.EqualTo(1), "it was never free");
    }

    [Test]
    public void Newcomer_overtakes_nobody_who_waits()
    {
        var places = new CountedPlaces(2) { Limit = 1 };
        places.TryTake();
        places.TryTakeOrWait(1, new Taker());
        places.Limit = 2;
        Assert.That((places.TryTake(), places.HasRoom), Is.EqualTo((false, false)));
        Assert.That(places.TryTakeForWaiting(), Is.True);
        places.WaitNoLonger(1);
        places.Limit = 3;
        Assert.That(places.TryTake(), Is.True);
    }

    [Test]
    public void Lowered_limit_lets_nobody_in_before_enough_have_gone()
    {
        var places = new CountedPlaces(1) { Limit = 3 };
        var taker = new Taker();
        for (var i = 0; i < 3; i++)
        {
            places.TryTake();
        }

        places.Limit = 1;
        places.TryTakeOrWait(0, taker);
        places.Release();
        places.Release();
        Assert.That((taker.Count, places.Taken), Is.EqualTo((0, 1)));
        places.Release();
        Assert.That((taker.Count, places.Taken), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Who_registers_just_before_a_place_is_set_free_is_handed_it()
    {
        var (places, taker) = (new InterruptedPlaces(), new Taker());
        places.TryTake();
        var waits = false;
        places.Interruption = () => waits = !places.TryTakeOrWait(0, taker);
        places.Release();
        Assert.That((waits, taker.Count, places.Taken), Is.EqualTo((true, 1, 1)));
    }

    [Test]
    public void Who_registers_just_after_a_place_was_set_free_takes_it()
    {
        var (places, taker) = (new CountedPlaces(1) { Limit = 1 }, new Taker());
        places.TryTake();
        Assert.That(places.TryTake(), Is.False);
        places.Release();
        Assert.That((places.TryTakeOrWait(0, taker), taker.Count, places.Taken), Is.EqualTo((true, 0, 1)));
    }

    [Test]
    public void Place_for_one_who_has_given_up_goes_to_the_next()
    {
        var places = new CountedPlaces(2) { Limit = 1 };
        var (gone, next) = (new Taker(), new Taker());
        places.TryTake();
        places.TryTakeOrWait(0, gone);
        places.TryTakeOrWait(1, next);
        places.Release();
        places.WaitNoLonger(0);
        Assert.That((gone.Count, next.Count), Is.EqualTo((1, 0)), "it was on its way to the first");
        places.Release();
        Assert.That((gone.Count, next.Count, places.Taken), Is.EqualTo((1, 1, 1)));
    }

    // What would be lost once in millions of hand-overs leaves a thread waiting here for good.
    [Test]
    public void Nobody_is_left_waiting_while_a_place_is_free([Values(1, 2)] int limit)
    {
        const int Threads = 4;
        const int Rounds = 50_000;
        var places = new CountedPlaces(Threads) { Limit = limit };
        var (inside, most, done) = (0, 0, 0);
        var threads = Enumerable.Range(0, Threads).Select(loop => new Thread(() =>
        {
            var taker = new Taker();
            for (var round = 0; round < Rounds; round++)
            {
                if (!places.TryTake() && !taker.Wait(places, loop))
                {
                    return;
                }

                var now = Interlocked.Increment(ref inside);
                InterlockedMax(ref most, now);
                Interlocked.Decrement(ref inside);
                places.Release();
                taker.GiveBackSurplus(places);
            }

            Interlocked.Increment(ref done);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.That((done, most <= limit), Is.EqualTo((Threads, true)));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    /// <summary>One place, and something that happens in the moment before it is set free.</summary>
    private sealed class InterruptedPlaces() : Places(1)
    {
        private bool _isTaken;

        public Action? Interruption { get; set; }

        public override int Taken => _isTaken ? 1 : 0;

        protected override bool TryCount() => !_isTaken && (_isTaken = true);

        protected override void Uncount()
        {
            var interruption = Interruption;
            Interruption = null;
            interruption?.Invoke();
            _isTaken = false;
        }
    }

    /// <summary>A loop with one waiter at a time.</summary>
    private sealed class Taker : IPlaceTaker
    {
        private readonly SemaphoreSlim _arrived = new(0);
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void HandOver()
        {
            Interlocked.Increment(ref _count);
            _arrived.Release();
        }

        /// <summary>False where nothing came in all the time a test has.</summary>
        public bool Wait(Places places, int loop)
        {
            var isTaken = places.TryTakeOrWait(loop, this) || _arrived.Wait(Patience.Time);
            places.WaitNoLonger(loop);
            return isTaken;
        }

        /// <summary>What arrived behind the waiting.</summary>
        public void GiveBackSurplus(Places places)
        {
            while (_arrived.Wait(0))
            {
                places.Release();
            }
        }
    }
}
