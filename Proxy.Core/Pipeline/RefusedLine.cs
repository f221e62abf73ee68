using System.Buffers;

namespace Proxy.Core.Pipeline;

/// <summary>The first line of a head that could not be read, for the log: bounded, and kept with its pooled exchange.</summary>
internal struct RefusedLine
{
    private const int MaxBytes = 512;

    private byte[]? _bytes;
    private int _length;

    public readonly ReadOnlySpan<byte> Line => _bytes.AsSpan(0, _length);

    public void Keep(in ReadOnlySequence<byte> head)
    {
        _bytes ??= new byte[MaxBytes];
        var kept = (int)Math.Min(head.Length, MaxBytes);
        head.Slice(0, kept).CopyTo(_bytes);

        // An empty line before the head is not its first.
        var begin = _bytes.AsSpan(0, kept).StartsWith("\r\n"u8) ? 2 : 0;
        var line = _bytes.AsSpan(begin, kept - begin);
        var end = line.IndexOfAny((byte)'\r', (byte)'\n');
        _length = end < 0 ? line.Length : end;
        line[.._length].CopyTo(_bytes);
    }

    public void Clear() => _length = 0;
}
