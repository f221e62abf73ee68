using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Proxy.Tests.Kit;

/// <summary>Reads the PROXY header at the beginning of a connection, as an origin does that was written from the specification alone.</summary>
internal static class ProxyHeaderReader
{
    private static readonly byte[] Signature = "\r\n\r\n\0\r\nQUIT\n"u8.ToArray();

    /// <summary>What it tells: <c>SOURCE > DESTINATION</c>, or <c>UNKNOWN</c>, or <c>LOCAL</c>, or <c>unix PATH</c>.</summary>
    public static Task<string> ReadAsync(Wire wire, bool isBinary) => isBinary ? ReadBinaryAsync(wire) : ReadLineAsync(wire);

    private static async Task<string> ReadLineAsync(Wire wire)
    {
        var line = await wire.ReadLineAsync();
        var words = line.Split(' ');
        return words switch
        {
            ["PROXY", "UNKNOWN"] => "UNKNOWN",
            ["PROXY", "TCP4", var source, var destination, var from, var to] => $"{source}:{from} > {destination}:{to}",
            ["PROXY", "TCP6", var source, var destination, var from, var to] => $"[{source}]:{from} > [{destination}]:{to}",
            _ => throw new InvalidDataException($"No PROXY header: {line}"),
        };
    }

    private static async Task<string> ReadBinaryAsync(Wire wire)
    {
        var head = await wire.ReadExactlyAsync(16);
        if (!head.AsSpan(0, 12).SequenceEqual(Signature))
        {
            throw new InvalidDataException($"No PROXY header: {Convert.ToHexString(head)}");
        }

        var body = await wire.ReadExactlyAsync(BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(14)));
        return (head[12], head[13], body.Length) switch
        {
            (0x20, _, _) => "LOCAL",
            (0x21, 0x00, 0) => "UNKNOWN",
            (0x21, 0x11, 12) => Tell(body, 4),
            (0x21, 0x21, 36) => Tell(body, 16),
            (0x21, 0x31, 216) => $"unix {Encoding.UTF8.GetString(body, 108, 108).TrimEnd('\0')}",
            _ => throw new InvalidDataException($"A PROXY header that is not allowed: {Convert.ToHexString(head)}{Convert.ToHexString(body)}"),
        };
    }

    private static string Tell(byte[] body, int length)
    {
        var source = new IPEndPoint(new IPAddress(body.AsSpan(0, length)), BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(2 * length)));
        var destination = new IPEndPoint(new IPAddress(body.AsSpan(length, length)), BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan((2 * length) + 2)));
        return $"{source} > {destination}";
    }
}
