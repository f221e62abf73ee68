using System.Buffers;
using System.IO.Pipelines;
using NUnit.Framework;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>Much data, in pieces of every size, both ways at once.</summary>
[TestFixture(typeof(PipePair))]
[TestFixture(typeof(EpollTcpPair))]
[TestFixture(typeof(EpollUnixPair))]
[TestFixture(typeof(ManagedTcpPair))]
[TestFixture(typeof(LoopPipePair))]
public sealed class TransferContractTests<TPair> : PairTests<TPair>
    where TPair : DuplexPair, new()
{
    private const int Length = 6 * 1024 * 1024;

    [TestCase(11)]
    [TestCase(12)]
    public Task All_bytes_arrive_in_order_both_ways(int seed) => OnLoop(async () =>
    {
        var (there, back) = (RandomBytes.Make(seed, Length), RandomBytes.Make(seed + 100, Length));
        using var left = new Receipt();
        using var right = new Receipt();
        var reads = Task.WhenAll(left.ReadAsync(Pair.Left.Input, long.MaxValue), right.ReadAsync(Pair.Right.Input, long.MaxValue));
        await Task.WhenAll(WriteAllAsync(Pair.Left.Output, there, seed), WriteAllAsync(Pair.Right.Output, back, seed + 1));
        await reads;
        using var sentThere = new Receipt();
        using var sentBack = new Receipt();
        sentThere.Add(there);
        sentBack.Add(back);
        Assert.That((left.Hash(), right.Hash()), Is.EqualTo((sentBack.Hash(), sentThere.Hash())), $"seed {seed}");
    });

    [TestCase(21)]
    [TestCase(22)]
    [TestCase(23)]
    public Task Any_consumption_sees_every_byte_once(int seed) => OnLoop(async () =>
    {
        var sent = RandomBytes.Make(seed, Length / 4);
        var writing = WriteAllAsync(Writer, sent, seed);
        var random = new Random(seed + 50);
        var position = 0;
        ReadResult result;
        do
        {
            result = await Reader.ReadAsync();
            var length = (int)result.Buffer.Length;
            Assert.That(result.Buffer.ToArray().AsSpan().SequenceEqual(sent.AsSpan(position, length)), $"seed {seed}, at {position}");

            // Mostly most of it; sometimes nothing, with all of it examined. What is held stays below every pipe's bound.
            var consumed = length > 20_000 ? length - random.Next(6_000) : random.Next(length + 1);
            var examined = random.Next(4) == 0 ? consumed : length;
            Reader.AdvanceTo(result.Buffer.GetPosition(consumed), result.Buffer.GetPosition(examined));
            position += consumed;
        }
        while (!result.IsCompleted || position < sent.Length);

        await writing;
        Assert.That(position, Is.EqualTo(sent.Length));
    });

    private static async Task WriteAllAsync(PipeWriter writer, byte[] bytes, int seed)
    {
        var random = new Random(seed);
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - at, random.Next(3) switch { 0 => random.Next(1, 20), 1 => random.Next(1, 5_000), _ => random.Next(1, 200_000) });
            if (random.Next(2) == 0)
            {
                writer.Write(bytes.AsSpan(at, length));
                await writer.FlushAsync();
            }
            else
            {
                await writer.WriteAsync(bytes.AsMemory(at, length));
            }

            at += length;
        }

        await writer.CompleteAsync();
    }
}
