using System.Buffers;
using NUnit.Framework;
using Proxy.Core.Forwarding;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Forwarding;

[TestFixture]
public sealed class BodyBufferTests
{
    private BufferPool _blocks = null!;
    private BodyMemory _memory = null!;
    private BodyBuffer _buffer = null!;

    [SetUp]
    public void SetUp()
    {
        _blocks = new BufferPool();
        _memory = new BodyMemory(_blocks) { MaxBytes = long.MaxValue };
        _buffer = new BodyBuffer(_memory);
    }

    [Test]
    public void Bytes_come_out_as_they_went_in_whatever_the_pieces([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var (expected, taken) = (new List<byte>(), 0);
        for (var step = 0; step < 300; step++)
        {
            var piece = new byte[random.Next(4) == 0 ? random.Next(100_000) : random.Next(300)];
            random.NextBytes(piece);
            Assert.That(_buffer.TryAppend(new ReadOnlySequence<byte>(piece)));
            expected.AddRange(piece);
            if (random.Next(8) == 0)
            {
                // As a head is written: a piece of its own, not all of it used.
                var head = _buffer.GetSpan(random.Next(1, 5000));
                head[0] = 7;
                _buffer.Advance(1);
                expected.Add(7);
            }

            var held = _buffer.Bytes;
            Assert.That(held.Length, Is.EqualTo(_buffer.Length).And.EqualTo(expected.Count - taken), $"seed {seed}");
            var used = random.Next(3) == 0 ? (int)held.Length : random.Next((int)held.Length);
            Assert.That(held.Slice(0, used).ToArray().AsSpan().SequenceEqual(expected.GetRange(taken, used).ToArray()), $"seed {seed}, step {step}");
            _buffer.Consume(used);
            taken += used;
        }

        _buffer.Clear();
        Assert.That((_buffer.Length, _memory.Held, _blocks.InUse), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void What_was_handed_out_stays_in_place_while_more_comes()
    {
        var all = Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7)).ToArray();
        _buffer.TryAppend(new ReadOnlySequence<byte>(all, 0, 1000));
        var first = _buffer.Bytes;
        _buffer.TryAppend(new ReadOnlySequence<byte>(all, 1000, all.Length - 1000));
        Assert.That(first.ToArray(), Is.EqualTo(all[..1000]));
        _buffer.Consume(first.Length);
        Assert.That(_buffer.Bytes.ToArray().AsSpan().SequenceEqual(all.AsSpan(1000)));
        _buffer.Clear();
    }

    [Test]
    public void Little_takes_small_blocks()
    {
        _buffer.TryAppend(new ReadOnlySequence<byte>(new byte[5000]));
        Assert.That(_memory.Held, Is.EqualTo(2 * BufferPool.SmallLength));
        _buffer.Clear();
    }

    [Test]
    public void Loop_that_holds_too_much_takes_no_more_until_some_is_let_go()
    {
        _memory.MaxBytes = 2 * BufferPool.LargeLength;
        var other = new BodyBuffer(_memory);
        Assert.That(other.TryAppend(new ReadOnlySequence<byte>(new byte[BufferPool.LargeLength])));
        Assert.That(_buffer.TryAppend(new ReadOnlySequence<byte>(new byte[BufferPool.LargeLength])));
        Assert.That(_buffer.TryAppend(new ReadOnlySequence<byte>(new byte[1])), Is.False);
        Assert.That(_buffer.Length, Is.EqualTo(BufferPool.LargeLength));
        other.Clear();
        Assert.That(_buffer.TryAppend(new ReadOnlySequence<byte>(new byte[1])));
        _buffer.Clear();
    }
}
