using System.Buffers;
using Proxy.Core.Transport;

namespace Proxy.Core.Policies;

/// <summary>
/// Where a head is written: the connection's own buffer, where one of its blocks can hold it. What variables make longer, as they do when many of them name
/// a large field, is put together aside first.
/// </summary>
internal readonly ref struct HeadRoom
{
    private readonly IBufferWriter<byte> _output;
    private readonly byte[]? _aside;

    /// <param name="output">The connection.</param>
    /// <param name="bound">Bytes the head takes at most.</param>
    public HeadRoom(IBufferWriter<byte> output, int bound)
    {
        _output = output;
        _aside = bound > BufferPool.LargeLength ? ArrayPool<byte>.Shared.Rent(bound) : null;
        Span = _aside ?? output.GetSpan(bound);
    }

    /// <summary>Where to write.</summary>
    public Span<byte> Span { get; }

    /// <summary>The head is written: it leaves with the next flush.</summary>
    public void Commit(int bytes)
    {
        if (_aside is null)
        {
            _output.Advance(bytes);
            return;
        }

        _output.Write(_aside.AsSpan(0, bytes));
        ArrayPool<byte>.Shared.Return(_aside);
    }
}
