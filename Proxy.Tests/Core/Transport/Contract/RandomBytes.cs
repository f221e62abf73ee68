namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>Bytes that are the same on every run.</summary>
internal static class RandomBytes
{
    public static byte[] Make(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
