using System.Buffers;
using NUnit.Framework;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>A head and a body behind it in one flush, the body in segments of any size.</summary>
[TestFixture(typeof(EpollTcpPair))]
[TestFixture(typeof(EpollUnixPair))]
[TestFixture(typeof(ManagedTcpPair))]
public sealed class GatherTests<TPair> : PairTests<TPair>
    where TPair : SocketPair, new()
{
    [TestCase(0, new int[0])]
    [TestCase(0, new[] { 10 })]
    [TestCase(10, new int[0])]
    [TestCase(10, new[] { 10 })]
    [TestCase(10, new[] { 0, 10, 0, 0, 1, 5, 0 })]
    [TestCase(10, new[] { 0, 0 })]
    [TestCase(0, new[] { 0, 3, 0, 4 })]
    [TestCase(9_000, new[] { 1, 70_000, 3 })]
    [TestCase(150_000, new[] { 9_000_000, 1, 0, 12_000_000, 77 })]
    public Task Head_and_body_arrive_in_order_behind_a_slow_reader(int head, int[] segments) => OnLoop(async () =>
    {
        var sent = RandomBytes.Make(seed: head, length: head + segments.Sum());
        Writer.Write(sent.AsSpan(0, head));
        var flush = ((IGatherWriter)Writer).FlushAsync(BodySegments.Make(sent.AsMemory(head), segments));
        Assert.That(flush.IsCompleted, Is.EqualTo(sent.Length < 100_000), "what is small is sent at once, what is large has to wait");
        using var received = new Receipt();
        await received.ReadAsync(Reader, sent.Length);
        Assert.That((await flush).IsCompleted, Is.False);
        await SendAsync("!");
        await received.ReadAsync(Reader, sent.Length + 1);
        using var expected = new Receipt();
        expected.Add(sent);
        expected.Add("!"u8);
        Assert.That(received.Hash(), Is.EqualTo(expected.Hash()));
    });

    [Test]
    public Task A_canceled_gather_keeps_the_rest_of_its_body() => OnLoop(async () =>
    {
        var sent = RandomBytes.Make(seed: 5, length: 20_000_000);
        Writer.Write(sent.AsSpan(0, 100));
        var flush = ((IGatherWriter)Writer).FlushAsync(BodySegments.Make(sent.AsMemory(100), [8_000_000, 1, sent.Length - 8_000_101]));
        Assert.That(flush.IsCompleted, Is.False);
        Writer.CancelPendingFlush();
        Assert.That((await flush).IsCanceled);
        using var expected = new Receipt();
        expected.Add(sent);
        expected.Add("!!"u8);
        Array.Clear(sent); // The caller's bytes are the caller's again.
        Writer.Write("!"u8);
        var rest = Writer.WriteAsync("!"u8.ToArray());
        using var received = new Receipt();
        await received.ReadAsync(Reader, expected.Length);
        Assert.That((await rest).IsCanceled, Is.False);
        Assert.That(received.Hash(), Is.EqualTo(expected.Hash()));
    });
}
