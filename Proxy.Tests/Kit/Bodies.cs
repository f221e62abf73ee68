using System.Text;

namespace Proxy.Tests.Kit;

/// <summary>Bodies in which every misplaced byte shows.</summary>
internal static class Bodies
{
    public static byte[] Pattern(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)((i * 31) + (i >> 8) + (i >> 16));
        }

        return bytes;
    }

    /// <summary>A body in chunks of these sizes, over and over, with its end.</summary>
    public static byte[] InChunks(byte[] body, params int[] sizes)
    {
        using var coded = new MemoryStream();
        var next = 0;
        for (var start = 0; start < body.Length;)
        {
            var size = Math.Min(sizes[next++ % sizes.Length], body.Length - start);
            coded.Write(Encoding.ASCII.GetBytes($"{size:x}\r\n"));
            coded.Write(body, start, size);
            coded.Write("\r\n"u8);
            start += size;
        }

        coded.Write("0\r\n\r\n"u8);
        return coded.ToArray();
    }
}
