using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Proxy.Tests.Kit;

/// <summary>A resource record as a scripted name server sends it (RFC 1035 §3.2.1).</summary>
internal sealed record DnsRecord(string Name, ushort Type, int Ttl, byte[] Data)
{
    public const ushort A = 1;
    public const ushort Cname = 5;
    public const ushort Aaaa = 28;
    public const ushort SrvType = 33;

    /// <summary>An A or AAAA record, by the kind of the address.</summary>
    public static DnsRecord Of(string name, int ttl, string address)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        return new(name, bytes.Length == 4 ? A : Aaaa, ttl, bytes);
    }

    public static DnsRecord Srv(string name, int ttl, int priority, int weight, int port, string target)
    {
        var data = new byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)priority);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2), (ushort)weight);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(4), (ushort)port);
        return new(name, SrvType, ttl, [.. data, .. Encode(target)]);
    }

    public static DnsRecord Alias(string name, int ttl, string target) => new(name, Cname, ttl, Encode(target));

    public static byte[] Encode(string name) =>
    [
        .. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]),
        0,
    ];

    public byte[] ToBytes()
    {
        var fixedPart = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart, Type);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart.AsSpan(2), 1);
        BinaryPrimitives.WriteInt32BigEndian(fixedPart.AsSpan(4), Ttl);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart.AsSpan(8), (ushort)Data.Length);
        return [.. Encode(Name), .. fixedPart, .. Data];
    }
}
