using System.Buffers;
using NUnit.Framework;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>Bytes that are examined and not consumed.</summary>
[TestFixture(typeof(EpollTcpPair))]
[TestFixture(typeof(EpollUnixPair))]
[TestFixture(typeof(ManagedTcpPair))]
public sealed class LargeHeldTests<TPair> : PairTests<TPair>
    where TPair : SocketPair, new()
{
    [Test]
    public Task More_than_a_block_can_be_held() => OnLoop(async () =>
    {
        var sent = RandomBytes.Make(seed: 3, length: 900_000);
        var writing = Writer.WriteAsync(sent);
        var held = await ReadAsync(sent.Length);
        Assert.That(held.Buffer.ToArray().AsSpan().SequenceEqual(sent));
        Reader.AdvanceTo(held.Buffer.End);
        Assert.That((await writing).IsCompleted, Is.False);
    });

    [Test]
    public Task Past_the_bound_the_read_fails_instead_of_waiting_forever() => OnLoop(async () =>
    {
        var writing = Writer.WriteAsync(new byte[8 * 1024 * 1024]);
        Assert.That(await FailureAsync(async () => await ReadAsync(int.MaxValue)), Is.InstanceOf<InvalidOperationException>());
        Pair.Opened.Abort();
        Assert.That((await writing).IsCompleted);
    });

    [Test]
    public Task An_idle_connection_holds_no_block_and_little_bytes_a_small_one() => OnLoop(async () =>
    {
        var loop = Pair.Host.Loop;
        await Writer.WriteAsync(new byte[10_000]);
        var result = await ReadAsync(10_000);
        Assert.That(loop.Buffers.InUse, Is.EqualTo(1));
        Reader.AdvanceTo(result.Buffer.GetPosition(9_900), result.Buffer.End);
        var waiting = Reader.ReadAsync();
        await Writer.WriteAsync(new byte[100]);
        result = await waiting;
        Assert.That((result.Buffer.Length, loop.Buffers.InUse), Is.EqualTo((200L, 1)));
        Reader.AdvanceTo(result.Buffer.End);
        Assert.That(loop.Buffers.InUse, Is.Zero);
        waiting = Reader.ReadAsync();
        Assert.That(loop.Buffers.InUse, Is.Zero);
        Reader.CancelPendingRead();
        await waiting;
    });
}
