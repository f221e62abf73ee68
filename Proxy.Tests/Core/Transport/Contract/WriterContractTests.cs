using System.Buffers;
using System.IO.Pipelines;
using NUnit.Framework;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>What any writer the engine serves has to do.</summary>
[TestFixture(typeof(PipePair))]
[TestFixture(typeof(EpollTcpPair))]
[TestFixture(typeof(EpollUnixPair))]
[TestFixture(typeof(ManagedTcpPair))]
[TestFixture(typeof(LoopPipePair))]
public sealed class WriterContractTests<TPair> : PairTests<TPair>
    where TPair : DuplexPair, new()
{
    [Test]
    public Task Nothing_leaves_before_the_flush_and_all_of_it_then() => OnLoop(async () =>
    {
        var sent = RandomBytes.Make(seed: 1, length: 30_000);
        Writer.Write(sent.AsSpan(0, 10_000));
        sent.AsSpan(10_000, 5).CopyTo(Writer.GetSpan(5));
        Writer.Advance(5);
        Writer.Write(sent.AsSpan(10_005));
        Assert.That(Writer.UnflushedBytes, Is.EqualTo(30_000));
        await TurnAsync();
        Assert.That(Reader.TryRead(out _), Is.False);
        await Writer.FlushAsync();
        var result = await ReadAsync(30_000);
        Assert.That(result.Buffer.ToArray(), Is.EqualTo(sent));
        Reader.AdvanceTo(result.Buffer.End);
        Assert.That(Writer.UnflushedBytes, Is.Zero);
    });

    [Test]
    public Task A_writer_stalls_when_the_peer_does_not_read_and_goes_on_when_it_does() => OnLoop(async () =>
    {
        var (flush, sent) = Stall();
        Assert.That(flush.IsCompleted, Is.False, "nothing holds the writer back");
        using var received = new Receipt();
        await received.ReadAsync(Reader, sent.Length);
        Assert.That((await flush).IsCanceled, Is.False);
        Assert.That(received.Hash(), Is.EqualTo(sent.Hash()));
    });

    [Test]
    public Task A_canceled_flush_loses_and_doubles_nothing() => OnLoop(async () =>
    {
        var (flush, sent) = Stall();
        Writer.CancelPendingFlush();
        Assert.That((await flush).IsCanceled);
        var rest = Writer.FlushAsync();
        using var received = new Receipt();
        await received.ReadAsync(Reader, sent.Length);
        Assert.That((await rest).IsCanceled, Is.False);
        await SendAsync("end");
        var end = await ReadAsync(3);
        Assert.That(Text(end), Is.EqualTo("end"));
        Reader.AdvanceTo(end.Buffer.End);
        Assert.That(received.Hash(), Is.EqualTo(sent.Hash()));
    });

    [Test]
    public Task Canceling_in_advance_cancels_one_flush_and_keeps_its_bytes() => OnLoop(async () =>
    {
        Writer.CancelPendingFlush();
        Assert.That((await Writer.WriteAsync("abc"u8.ToArray())).IsCanceled);
        Assert.That((await Writer.WriteAsync("def"u8.ToArray())).IsCanceled, Is.False);
        var result = await ReadAsync(6);
        Assert.That(Text(result), Is.EqualTo("abcdef"));
        Reader.AdvanceTo(result.Buffer.End);
    });

    [Test]
    public Task A_peer_that_went_away_is_told_by_a_completed_flush() => OnLoop(async () =>
    {
        await Reader.CompleteAsync();
        await Pair.Left.Output.CompleteAsync();
        var told = false;
        for (var i = 0; i < 10_000 && !told; i++)
        {
            told = (await Writer.WriteAsync(new byte[1000])).IsCompleted;
            await TurnAsync();
        }

        Assert.That(told);
    });

    [Test]
    public Task A_completed_writer_takes_nothing() => OnLoop(async () =>
    {
        await Writer.CompleteAsync();
        Assert.That(() => Writer.GetMemory(), Throws.InvalidOperationException);
        Assert.That(await FailureAsync(async () => await Writer.WriteAsync(new byte[1])), Is.InstanceOf<InvalidOperationException>());
    });

    [Test]
    public Task No_more_can_be_advanced_than_was_asked_for() => OnLoop(() =>
    {
        var length = Writer.GetMemory().Length;
        Assert.That(() => Writer.Advance(length + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Writer.Advance(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        return Task.CompletedTask;
    });

    // Writes until the flush has to wait; what was written so far is in the receipt.
    private (ValueTask<FlushResult> Flush, Receipt Sent) Stall()
    {
        var sent = new Receipt();
        for (var seed = 0; ; seed++)
        {
            Assert.That(sent.Length, Is.LessThan(256 * 1024 * 1024), "nothing holds the writer back");
            var bytes = RandomBytes.Make(seed, length: 50_001);
            sent.Add(bytes);
            var flush = Writer.WriteAsync(bytes);
            if (!flush.IsCompleted)
            {
                return (flush, sent);
            }
        }
    }
}
