using NUnit.Framework;
using Proxy.Benchmarks.Resilience.Analysis;
using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Tests.Benchmarks.Resilience;

internal sealed class LedgerTests
{
    private const int Requests = 100, Post = 5, OtherPost = 10, Get = 6;
    private const long Slot = Ledger.SlotMilliseconds * 1_000_000L;
    private string _directory = "";

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("ledger-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_post_that_came_to_two_origins_or_twice_to_one_is_double()
    {
        using var first = Create("a");
        using var second = Create("b");
        first.NoteDelivery(Post, 0);
        second.NoteDelivery(Post, 0);
        second.NoteDelivery(OtherPost, 0);
        second.NoteDelivery(OtherPost, 0);
        first.NoteDelivery(15, 0);
        first.NoteDelivery(Get, 0);
        second.NoteDelivery(Get, 0);

        var snapshot = new LedgerSnapshot([first, second], Requests, slots: 1);
        Assert.That(snapshot.DoublePosts(Enumerable.Range(1, Requests)), Is.EqualTo(2));
        Assert.That(snapshot.Attempts(Enumerable.Range(1, Requests)), Is.EqualTo(7));
        Assert.That(snapshot.Deliveries(Get), Is.EqualTo(2));
    }

    [Test]
    public void What_was_noted_outlives_whoever_noted_it()
    {
        using var reader = Create("a");
        using (var writer = Ledger.Open(Path.Combine(_directory, "a")))
        {
            writer.NoteDelivery(Post, 0);
            writer.NoteBegun(Post);
        }

        using var restarted = Ledger.Open(Path.Combine(_directory, "a"));
        restarted.NoteDelivery(Post, 0);
        Assert.That((reader.Deliveries(Post), reader.HasBegun(Post), reader.HasBegun(Get)), Is.EqualTo((2, true, false)));
    }

    [Test]
    public void Many_deliveries_do_not_wrap_around_nor_look_like_a_response()
    {
        using var ledger = Create("a");
        for (var i = 0; i < 1000; i++)
            ledger.NoteDelivery(Get, 0);
        Assert.That((ledger.Deliveries(Get), ledger.HasBegun(Get)), Is.EqualTo((127, false)));
        Assert.That((ledger.Deliveries(Get - 1), ledger.Deliveries(Get + 1)), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Requests_are_counted_in_the_slot_of_their_time()
    {
        using var ledger = Create("a");
        ledger.StartedAt = 5 * Slot;
        ledger.NoteDelivery(1, 5 * Slot - 1);
        ledger.NoteDelivery(2, 5 * Slot);
        ledger.NoteDelivery(3, 6 * Slot - 1);
        ledger.NoteDelivery(4, 7 * Slot);
        ledger.NoteDelivery(Requests + 1, 7 * Slot);
        Assert.That(ledger.Arrivals(3), Is.EqualTo(new[] { 2, 0, 1 }));
    }

    private Ledger Create(string name) => Ledger.Create(Path.Combine(_directory, name), Requests);
}
