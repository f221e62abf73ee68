using System.Buffers.Binary;

namespace Proxy.Tests.Kit;

/// <summary>What a scripted name server says to one question.</summary>
internal sealed record DnsReply
{
    public const int ServFail = 2;
    public const int NxDomain = 3;

    public IReadOnlyList<DnsRecord> Answers { get; init; } = [];

    public IReadOnlyList<DnsRecord> Additionals { get; init; } = [];

    public int Code { get; init; }

    /// <summary>Nothing is sent at all.</summary>
    public bool IsSilent { get; init; }

    /// <summary>By UDP only its first half comes, and is said to be truncated.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>The name it says it was asked for, where that is not the one asked.</summary>
    public string? Question { get; init; }

    public byte[] ToBytes(ReadOnlySpan<byte> query, ReadOnlySpan<byte> question, bool truncated)
    {
        var header = new byte[12];
        query[..2].CopyTo(header);
        header[2] = (byte)(0x80 | (query[2] & 0x01) | (truncated ? 0x02 : 0));
        header[3] = (byte)(0x80 | Code);
        var answers = truncated ? [] : Answers;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)answers.Count);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), (ushort)(truncated ? 0 : Additionals.Count));
        var asked = Question is null ? question.ToArray() : [.. DnsRecord.Encode(Question), .. question[^4..]];
        return [.. header, .. asked, .. answers.SelectMany(each => each.ToBytes()), .. (truncated ? [] : Additionals).SelectMany(each => each.ToBytes())];
    }
}
