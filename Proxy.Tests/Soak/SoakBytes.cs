using System.Security.Cryptography;

namespace Proxy.Tests.Soak;

/// <summary>Bodies without a copy: windows onto one run of random bytes, at a place that depends on whose body it is.</summary>
internal static class SoakBytes
{
    public const int MaxLength = 4 * 1024 * 1024;
    private const int Places = 64 * 1024;

    private static readonly byte[] All = Make();

    /// <summary>The body of a request, or of its response.</summary>
    public static ReadOnlyMemory<byte> Of(long id, bool isResponse, long length) =>
        All.AsMemory((int)((ulong)((id * 2 + (isResponse ? 1 : 0)) * 40_503) % Places), (int)length);

    /// <summary>Whether a hash is that of the body's first bytes, so many.</summary>
    public static bool IsHashOf(byte[] hash, long id, bool isResponse, long length) =>
        length <= MaxLength && SHA256.HashData(Of(id, isResponse, length).Span).AsSpan().SequenceEqual(hash);

    private static byte[] Make()
    {
        var bytes = new byte[MaxLength + Places];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
