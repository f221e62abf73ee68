using System.Numerics;

namespace Proxy.Http1.Messages;

/// <summary>
/// The bytes a head owns, so that the receive buffer may go as soon as a head is whole. Kept with the pooled head, grown by powers of
/// two, and dropped when one large head grew it: a pool must not keep the worst case of each of its members.
/// </summary>
internal struct HeadStorage
{
    private const int InitialBytes = 1024;
    private const int MaxKeptBytes = 8 * 1024;

    private byte[]? _bytes;
    private int _length;

    public readonly int Length => _length;

    public readonly int Capacity => _bytes?.Length ?? 0;

    public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public readonly ReadOnlySpan<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        int needed = _length + bytes.Length;
        if (_bytes is null || needed > _bytes.Length)
        {
            int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(needed, InitialBytes));
            Array.Resize(ref _bytes, capacity);
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length = needed;
    }

    /// <summary>Forgets what lies behind the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => _length = length;

    public void Clear()
    {
        _length = 0;
        if (_bytes is { Length: > MaxKeptBytes })
        {
            _bytes = null;
        }
    }
}
