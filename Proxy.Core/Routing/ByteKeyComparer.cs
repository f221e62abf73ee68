using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;

namespace Proxy.Core.Routing;

/// <summary>Lets a dictionary keyed by bytes be asked with bytes that lie anywhere, without a copy.</summary>
/// <param name="ignoresCase">Letters of ASCII are the same in either case, as in host names.</param>
internal sealed class ByteKeyComparer(bool ignoresCase) : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    // The bit that tells the cases of a letter apart, in each byte: other bytes that it makes alike only share a slot.
    private const ulong CaseBits = 0x2020202020202020;

    public static ByteKeyComparer Exact { get; } = new(ignoresCase: false);

    public static ByteKeyComparer IgnoringCase { get; } = new(ignoresCase: true);

    public bool Equals(byte[]? x, byte[]? y) => x is null || y is null ? x == y : Equals(x.AsSpan(), y);

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) =>
        ignoresCase ? Ascii.EqualsIgnoreCase(alternate, other) : alternate.SequenceEqual(other);

    public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var fold = ignoresCase ? CaseBits : 0;
        var hash = (ulong)alternate.Length * Multiplier;
        while (alternate.Length >= sizeof(ulong))
        {
            hash = BitOperations.RotateLeft((hash ^ (BinaryPrimitives.ReadUInt64LittleEndian(alternate) | fold)) * Multiplier, 29);
            alternate = alternate[sizeof(ulong)..];
        }

        foreach (var b in alternate)
        {
            hash = (hash ^ (b | (fold & 0xFF))) * Multiplier;
        }

        return (int)(hash >> 32);
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
