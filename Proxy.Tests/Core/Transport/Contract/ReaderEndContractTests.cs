using NUnit.Framework;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>What any reader the engine serves has to do about its end and about being canceled.</summary>
[TestFixture(typeof(PipePair))]
[TestFixture(typeof(EpollTcpPair))]
[TestFixture(typeof(EpollUnixPair))]
[TestFixture(typeof(ManagedTcpPair))]
[TestFixture(typeof(LoopPipePair))]
public sealed class ReaderEndContractTests<TPair> : PairTests<TPair>
    where TPair : DuplexPair, new()
{
    [Test]
    public Task A_waiting_read_is_canceled_and_the_next_one_works() => OnLoop(async () =>
    {
        await SendAsync("ab");
        var held = await ReadAsync(2);
        Reader.AdvanceTo(held.Buffer.Start, held.Buffer.End);
        var waiting = Reader.ReadAsync();
        Assert.That(waiting.IsCompleted, Is.False);
        Reader.CancelPendingRead();
        var canceled = await waiting;
        Assert.That(canceled.IsCanceled);
        Assert.That(Text(canceled), Is.EqualTo("ab"));
        Reader.AdvanceTo(canceled.Buffer.Start, canceled.Buffer.End);
        await SendAsync("c");
        var next = await ReadAsync(3);
        Assert.That((next.IsCanceled, Text(next)), Is.EqualTo((false, "abc")));
        Reader.AdvanceTo(next.Buffer.End);
    });

    [Test]
    public Task Canceling_in_advance_cancels_one_read() => OnLoop(async () =>
    {
        Reader.CancelPendingRead();
        var canceled = await Reader.ReadAsync();
        Assert.That(canceled.IsCanceled);
        Reader.AdvanceTo(canceled.Buffer.End);
        await SendAsync("abc");
        var next = await ReadAsync(3);
        Assert.That((next.IsCanceled, Text(next)), Is.EqualTo((false, "abc")));
        Reader.AdvanceTo(next.Buffer.End);
    });

    [Test]
    public Task The_end_comes_after_the_last_byte_and_stays() => OnLoop(async () =>
    {
        await SendAsync("last");
        await Writer.CompleteAsync();
        var result = await ReadAsync(4);
        Assert.That(Text(result), Is.EqualTo("last"));
        Reader.AdvanceTo(result.Buffer.End);
        for (var i = 0; i < 2; i++)
        {
            result = await Reader.ReadAsync();
            Assert.That((result.IsCompleted, result.Buffer.Length), Is.EqualTo((true, 0L)));
            Reader.AdvanceTo(result.Buffer.End);
        }
    });

    [Test]
    public Task Bytes_held_back_come_again_with_the_end() => OnLoop(async () =>
    {
        await SendAsync("held");
        var result = await ReadAsync(4);
        Reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        var waiting = Reader.ReadAsync();
        await Writer.CompleteAsync();
        result = await waiting;
        Assert.That((result.IsCompleted, Text(result)), Is.EqualTo((true, "held")));
        Reader.AdvanceTo(result.Buffer.End);
    });

    [Test]
    public Task A_completed_reader_reads_no_more() => OnLoop(async () =>
    {
        await Reader.CompleteAsync();
        Assert.That(await FailureAsync(async () => await Reader.ReadAsync()), Is.InstanceOf<InvalidOperationException>());
        Assert.That(() => Reader.TryRead(out _), Throws.InvalidOperationException);
    });
}
