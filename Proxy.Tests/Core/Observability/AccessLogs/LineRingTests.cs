using NUnit.Framework;
using Proxy.Core.Observability.AccessLogs;

namespace Proxy.Tests.Core.Observability.AccessLogs;

[TestFixture]
public sealed class LineRingTests
{
    private const int MaxLine = 16;

    [Test]
    public void Full_ring_has_no_room_until_lines_are_taken()
    {
        var ring = new LineRing(4 * MaxLine, MaxLine);
        var taken = 0;
        while (TryAdd(ring, (byte)taken, MaxLine))
        {
            taken++;
        }

        Assert.That(taken, Is.EqualTo(4));
        Assert.That(ring.Peek().Length, Is.EqualTo(4 * MaxLine));
        ring.Release(MaxLine);
        Assert.That(TryAdd(ring, 9, MaxLine), Is.False, "a tail that reaches the head would make a full ring empty");
        ring.Release(MaxLine);
        Assert.That(TryAdd(ring, 9, MaxLine), Is.True);
        Assert.That(Drain(ring), Is.EqualTo(new string('\u0002', MaxLine) + new string('\u0003', MaxLine) + new string('\t', MaxLine)));
    }

    [Test]
    public void Half_full_is_told()
    {
        var ring = new LineRing(4 * MaxLine, MaxLine);
        ring.Reserve();
        Assert.That(ring.Commit(MaxLine), Is.False);
        ring.Reserve();
        Assert.That(ring.Commit(MaxLine), Is.True);
        ring.Release(ring.Peek().Length);
        ring.Reserve();
        Assert.That(ring.Commit(1), Is.False);
    }

    [Test]
    public void Empty_ring_always_has_room([Range(1, MaxLine)] int length)
    {
        var ring = new LineRing(2 * MaxLine, MaxLine);
        for (var i = 0; i < 100; i++)
        {
            Assert.That(TryAdd(ring, (byte)i, length), Is.True);
            Assert.That(Drain(ring), Is.EqualTo(new string((char)(byte)i, length)));
        }
    }

    [Test]
    public void What_one_thread_adds_another_takes_in_order_and_whole([Values(32, 33, 47, 64, 1000)] int capacity)
    {
        const int count = 20_000;
        var ring = new LineRing(capacity, MaxLine);
        var adding = new Thread(() =>
        {
            var random = new Random(7);
            for (var i = 0; i < count; i++)
            {
                var length = random.Next(1, MaxLine + 1);
                while (!TryAdd(ring, (byte)i, length))
                {
                    Thread.Yield();
                }
            }
        })
        { IsBackground = true };
        adding.Start();
        var expected = new Random(7);
        var (seen, left) = (0, 0);
        while (seen < count || left > 0)
        {
            var lines = ring.Peek();
            foreach (var value in lines)
            {
                if (left == 0)
                {
                    (left, seen) = (expected.Next(1, MaxLine + 1), seen + 1);
                }

                Assert.That(value, Is.EqualTo((byte)(seen - 1)));
                left--;
            }

            Assert.That(left, Is.Zero, "what is taken ends with a line");
            ring.Release(lines.Length);
            if (lines.IsEmpty)
            {
                Thread.Yield();
            }
        }

        adding.Join();
        Assert.That(ring.Peek().IsEmpty, Is.True);
    }

    private static bool TryAdd(LineRing ring, byte value, int length)
    {
        var room = ring.Reserve();
        if (room.IsEmpty)
        {
            return false;
        }

        room[..length].Fill(value);
        ring.Commit(length);
        return true;
    }

    private static string Drain(LineRing ring)
    {
        var text = "";
        while (!ring.Peek().IsEmpty)
        {
            foreach (var value in ring.Peek())
            {
                text += (char)value;
            }

            ring.Release(ring.Peek().Length);
        }

        return text;
    }
}
