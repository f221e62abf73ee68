using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Proxy.Http1.Messages;

namespace Proxy.Core.Policies;

/// <summary>Addresses of the system as numbers.</summary>
internal static class IPNumbers
{
    public static IPNumber Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? IPNumber.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }
}
