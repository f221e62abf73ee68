using NUnit.Framework;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

[TestFixture]
public sealed class BufferPoolTests
{
    private readonly BufferPool _pool = new();

    [TearDown]
    public void Nothing_is_left_in_use() => Assert.That(_pool.InUse, Is.Zero);

    [TestCase(0, BufferPool.SmallLength)]
    [TestCase(BufferPool.SmallLength, BufferPool.SmallLength)]
    [TestCase(BufferPool.SmallLength + 1, BufferPool.LargeLength)]
    [TestCase(BufferPool.LargeLength, BufferPool.LargeLength)]
    public void A_block_has_at_least_the_length_asked_for(int atLeast, int length)
    {
        var block = _pool.Rent(atLeast);
        Assert.That((block.Length, block.Span.Length, block.Memory.Length, _pool.InUse), Is.EqualTo((length, length, length, 1)));
        block.Return();
    }

    [Test]
    public void More_than_the_largest_length_is_refused() =>
        Assert.That(() => _pool.Rent(BufferPool.LargeLength + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Blocks_in_use_do_not_overlap()
    {
        var blocks = Enumerable.Range(0, 200).Select(_ => _pool.Rent(1)).ToArray();
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i].Span.Fill((byte)i);
        }

        for (var i = 0; i < blocks.Length; i++)
        {
            Assert.That(blocks[i].Span.ContainsAnyExcept((byte)i), Is.False, $"block {i}");
            blocks[i].Return();
        }
    }

    [Test]
    public void A_block_returned_twice_is_refused_also_while_others_are_in_use()
    {
        var (first, second) = (_pool.Rent(1), _pool.Rent(1));
        first.Return();
        Assert.That(first.Return, Throws.InvalidOperationException);
        second.Return();
        Assert.That(second.Return, Throws.InvalidOperationException);
    }

    [Test]
    public void The_first_slab_with_room_serves_first()
    {
        var blocks = Enumerable.Range(0, 40).Select(_ => _pool.Rent(BufferPool.LargeLength)).ToArray(); // 16 a slab: three slabs
        var arrays = blocks.Select(block => block.Array).Distinct().ToArray();
        Assert.That(arrays, Has.Length.EqualTo(3));
        var spare = blocks[36];
        spare.Return(); // The first given back is kept at hand.
        blocks[35].Return();
        blocks[3].Return();
        Assert.That(_pool.Rent(BufferPool.LargeLength), Is.SameAs(spare));
        Assert.That((blocks[3] = _pool.Rent(BufferPool.LargeLength)).Array, Is.SameAs(arrays[0]));
        Assert.That((blocks[35] = _pool.Rent(BufferPool.LargeLength)).Array, Is.SameAs(arrays[2]));
        Array.ForEach(blocks, block => block.Return());
    }

    [Test]
    [Platform("Linux")]
    public void Trimming_releases_the_pages_of_an_unused_slab_and_its_blocks_stay_usable()
    {
        var (block, kept) = (_pool.Rent(BufferPool.LargeLength), _pool.Rent(1));
        block.Span.Fill(7);
        kept.Span.Fill(9);
        block.Return();
        var middle = block.Span.Slice(BufferPool.LargeLength / 2, 1);
        _pool.Trim(); // It was used since the last time.
        Assert.That(middle[0], Is.EqualTo(7));
        _pool.Trim();
        Assert.That(middle[0], Is.Zero, "the page is still there");
        Assert.That(kept.Span.ContainsAnyExcept((byte)9), Is.False, "a block in use was released");

        var again = _pool.Rent(BufferPool.LargeLength);
        again.Span.Fill(8);
        _pool.Trim();
        _pool.Trim();
        Assert.That(again.Span.ContainsAnyExcept((byte)8), Is.False);
        again.Return();
        kept.Return();
    }
}
