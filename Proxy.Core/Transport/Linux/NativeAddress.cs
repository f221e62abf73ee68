using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Proxy.Core.Transport.Linux;

/// <summary>Socket addresses as the system writes them.</summary>
internal static class NativeAddress
{
    /// <summary>Room for any of them: <c>sizeof(struct sockaddr_storage)</c>.</summary>
    public const int MaxLength = 128;

    /// <summary>An IP address with its port; null for anything else. IPv4 on a dual-stack socket is shown as IPv4.</summary>
    public static IPEndPoint? ToEndPoint(ReadOnlySpan<byte> address)
    {
        const int inet = 2;
        const int inet6 = 10;
        var family = address.Length >= 2 ? MemoryMarshal.Read<ushort>(address) : (ushort)0;
        return family switch
        {
            inet when address.Length >= 8 => new IPEndPoint(new IPAddress(address.Slice(4, 4)), BinaryPrimitives.ReadUInt16BigEndian(address[2..])),
            inet6 when address.Length >= 28 => new IPEndPoint(ToIPv6(address), BinaryPrimitives.ReadUInt16BigEndian(address[2..])),
            _ => null,
        };
    }

    private static IPAddress ToIPv6(ReadOnlySpan<byte> address)
    {
        var ip = new IPAddress(address.Slice(8, 16), MemoryMarshal.Read<uint>(address[24..]));
        return ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
    }
}
