using System.Numerics;
using System.Text;
using NUnit.Framework;
using Proxy.Core.Routing;

namespace Proxy.Tests.Core.Routing;

[TestFixture]
public sealed class StableHashTests
{
    [TestCase("", 10089123989732952235UL)]
    [TestCase("a", 15984636194667556219UL)]
    [TestCase("0f8fad5b-d9cb-469f-a165-70867728950e", 159855338515613157UL)]
    public void Values_are_the_same_in_every_process_and_version(string text, ulong hash) =>
        Assert.That(StableHash.Of(Encoding.ASCII.GetBytes(text)), Is.EqualTo(hash));

    [Test]
    public void It_counts_where_a_value_ends()
    {
        Assert.That(Of("ab"u8, "c"u8), Is.Not.EqualTo(Of("a"u8, "bc"u8)));
        Assert.That(Of("a"u8, ""u8), Is.Not.EqualTo(Of("a"u8)));
        Assert.That(Of("\0"u8), Is.Not.EqualTo(Of("\0\0"u8)));
    }

    [Test]
    public void Every_bit_of_a_value_turns_half_of_the_bits([Values(1, 7, 8, 9, 16, 36)] int length)
    {
        var random = new Random(length);
        var value = new byte[length];
        const int rounds = 200;
        for (var bit = 0; bit < length * 8; bit++)
        {
            var turned = new int[64];
            for (var round = 0; round < rounds; round++)
            {
                random.NextBytes(value);
                var before = StableHash.Of(value);
                value[bit / 8] ^= (byte)(1 << (bit % 8));
                for (var difference = before ^ StableHash.Of(value); difference != 0; difference &= difference - 1)
                {
                    turned[BitOperations.TrailingZeroCount(difference)]++;
                }
            }

            // Five standard deviations from a half: once in a million.
            Assert.That(turned, Is.All.InRange(65, 135), $"bit {bit}, seed {length}");
        }
    }

    private static ulong Of(ReadOnlySpan<byte> first)
    {
        var hash = default(StableHash);
        hash.Add(first);
        return hash.Value;
    }

    private static ulong Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var hash = default(StableHash);
        hash.Add(first);
        hash.Add(second);
        return hash.Value;
    }
}
