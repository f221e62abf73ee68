using System.Buffers;
using System.Text;
using NUnit.Framework;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>Sends that are put off to the end of the turn: none is lost, none overtakes another, and a full socket is waited for by nobody.</summary>
[TestFixture(typeof(EpollTcpPair))]
[TestFixture(typeof(EpollUnixPair))]
[TestFixture(typeof(ManagedTcpPair))]
public sealed class PutOffSendTests<TPair> : PairTests<TPair>
    where TPair : SocketPair, new()
{
    private const int BlockBytes = 60_000;
    private const int MaxBlocks = 2_000;

    private IGatherWriter Gather => (IGatherWriter)Writer;

    [Test]
    public Task What_is_put_off_leaves_with_the_turn() => OnLoop(async () =>
    {
        Writer.Write("put off"u8);
        Assert.That(Gather.TryFlushSoon(), Is.True);
        Assert.That(Gather.HasUnsent, Is.True, "not before the turn's end");
        Assert.That(await TextAsync(7), Is.EqualTo("put off"));
        Assert.That(Gather.HasUnsent, Is.False);
    });

    [Test]
    public Task A_flush_behind_keeps_the_order() => OnLoop(async () =>
    {
        Writer.Write("first "u8);
        Assert.That(Gather.TryFlushSoon(), Is.True);
        Writer.Write("second "u8);
        await Gather.FlushAsync(new ReadOnlySequence<byte>("third"u8.ToArray()));
        Assert.That(await TextAsync(18), Is.EqualTo("first second third"));
    });

    [Test]
    public Task Completing_sends_what_was_put_off() => OnLoop(async () =>
    {
        Writer.Write("last"u8);
        Assert.That(Gather.TryFlushSoon(), Is.True);
        Writer.Complete();
        Assert.That(await TextAsync(4), Is.EqualTo("last"));
    });

    [Test]
    public Task A_full_socket_is_drained_when_it_has_room_and_holds_up_the_next_flush([Values] bool flushes) => OnLoop(async () =>
    {
        var sent = 0L;
        for (var i = 0; i < MaxBlocks && !Gather.HasUnsent; i++)
        {
            Writer.GetSpan(BlockBytes)[..BlockBytes].Fill((byte)i);
            Writer.Advance(BlockBytes);
            sent += BlockBytes;
            Assert.That(Gather.TryFlushSoon(), Is.True);

            // The first look may come within the same turn, before its end.
            await TurnAsync();
            await TurnAsync();
        }

        Assert.That(Gather.HasUnsent, Is.True, "the socket never filled");
        Assert.That(Gather.TryFlushSoon(), Is.False);
        var flush = flushes ? Writer.FlushAsync() : default;
        Assert.That(flush.IsCompleted, Is.Not.EqualTo(flushes));
        for (var left = sent; left > 0;)
        {
            var read = await Reader.ReadAsync();
            Assert.That(read.Buffer.FirstSpan[0], Is.EqualTo((byte)((sent - left) / BlockBytes)));
            left -= read.Buffer.Length;
            Reader.AdvanceTo(read.Buffer.End);
        }

        Assert.That((await flush).IsCompleted, Is.False);
        Assert.That(Gather.HasUnsent, Is.False);
    });

    private async Task<string> TextAsync(int length)
    {
        var read = await ReadAsync(length);
        var text = Encoding.ASCII.GetString(read.Buffer.ToArray());
        Reader.AdvanceTo(read.Buffer.End);
        return text;
    }
}
