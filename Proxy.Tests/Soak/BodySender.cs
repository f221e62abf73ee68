using System.Text;

namespace Proxy.Tests.Soak;

/// <summary>Puts a body on a connection, whole or in part, at once or in pieces.</summary>
internal static class BodySender
{
    /// <param name="wire">Where it goes.</param>
    /// <param name="framing">How its end is told.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="piece">Bytes of a send, and of a chunk.</param>
    /// <param name="pause">Time between sends.</param>
    /// <param name="isCut">The end is left out, be it a last chunk or the last bytes: the caller gives the rest of the body away.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task SendAsync(
        SoakWire wire, Framing framing, ReadOnlyMemory<byte> body, int piece, TimeSpan pause, bool isCut, CancellationToken cancellation)
    {
        while (!body.IsEmpty)
        {
            var part = body[..Math.Min(piece, body.Length)];
            body = body[part.Length..];
            await wire.SendAsync(framing == Framing.Chunked ? Chunk(part.Span) : part, cancellation);
            if (pause > TimeSpan.Zero && !body.IsEmpty)
            {
                await Task.Delay(pause, cancellation);
            }
        }

        if (framing == Framing.Chunked && !isCut)
        {
            await wire.SendAsync("0\r\n\r\n", cancellation);
        }
    }

    /// <summary>One chunk with its size.</summary>
    public static ReadOnlyMemory<byte> Chunk(ReadOnlySpan<byte> data)
    {
        var size = Encoding.ASCII.GetBytes($"{data.Length:x}\r\n");
        var chunk = new byte[size.Length + data.Length + 2];
        size.CopyTo(chunk, 0);
        data.CopyTo(chunk.AsSpan(size.Length));
        "\r\n"u8.CopyTo(chunk.AsSpan(size.Length + data.Length));
        return chunk;
    }
}
