using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Proxy.Http1.Messages;

namespace Proxy.Core.Upstreams;

/// <summary>Version 2 of the PROXY header (§2.2): a signature, version and command, family and protocol, the length of the addresses, and the addresses.</summary>
internal static class ProxyHeaderV2
{
    /// <summary>Of the longest header, which tells the paths of Unix sockets.</summary>
    public const int MaxBytes = HeadLength + (2 * PathLength);

    private const int HeadLength = 16;
    private const int PathLength = 108;
    private const byte Local = 0x20;
    private const byte Proxied = 0x21;
    private const byte Unspecified = 0x00;
    private const byte Tcp4 = 0x11;
    private const byte Tcp6 = 0x21;
    private const byte UnixStream = 0x31;

    private static ReadOnlySpan<byte> Signature => [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    /// <summary>Tells a client's address, and where it arrived; of different families, both as of IPv6 (RFC 4291 §2.5.5.2).</summary>
    public static int Write(Span<byte> destination, ToldClient client, IPNumber local, ushort localPort)
    {
        var isIPv4 = client.Address.IsIPv4 && local.IsIPv4;
        var addresses = BeginAddresses(destination, isIPv4 ? Tcp4 : Tcp6, isIPv4 ? 12 : 36);
        var length = WriteAddress(addresses, client.Address, isIPv4);
        length += WriteAddress(addresses[length..], local, isIPv4);
        BinaryPrimitives.WriteUInt16BigEndian(addresses[length..], client.Port);
        BinaryPrimitives.WriteUInt16BigEndian(addresses[(length + 2)..], localPort);
        return HeadLength + length + 4;
    }

    /// <summary>Tells of a client that has no address: where it arrived over a Unix socket, that socket's path, else nothing.</summary>
    public static int WriteWithoutAddress(Span<byte> destination, EndPoint? local)
    {
        if (local is not UnixDomainSocketEndPoint)
        {
            return WriteHead(destination, Proxied, Unspecified, 0);
        }

        // Paths end with a NUL where they are shorter; a client's own socket has none.
        var addresses = BeginAddresses(destination, UnixStream, 2 * PathLength);
        addresses.Clear();
        Encoding.UTF8.TryGetBytes(local.ToString(), addresses[PathLength..], out _);
        return HeadLength + addresses.Length;
    }

    /// <summary>A connection of the proxy's own: the origin takes its real addresses.</summary>
    public static int WriteLocal(Span<byte> destination) => WriteHead(destination, Local, Unspecified, 0);

    private static Span<byte> BeginAddresses(Span<byte> destination, byte family, int length) =>
        destination.Slice(WriteHead(destination, Proxied, family, length), length);

    private static int WriteHead(Span<byte> destination, byte command, byte family, int length)
    {
        Signature.CopyTo(destination);
        (destination[12], destination[13]) = (command, family);
        BinaryPrimitives.WriteUInt16BigEndian(destination[14..], (ushort)length);
        return HeadLength;
    }

    private static int WriteAddress(Span<byte> destination, IPNumber address, bool isIPv4)
    {
        if (isIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)address.Value);
            return 4;
        }

        BinaryPrimitives.WriteUInt128BigEndian(destination, address.Value);
        return 16;
    }
}
