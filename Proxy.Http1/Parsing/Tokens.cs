using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Proxy.Http1.Parsing;

/// <summary>The character classes of the grammar, as vectorized searches. One home, so that no parser invents a looser class.</summary>
internal static class Tokens
{
    /// <summary><c>tchar</c> (RFC 9110 §5.6.2).</summary>
    public static readonly SearchValues<byte> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>
    /// Control characters but HTAB: what may not stand in a field value or reason phrase. Everything else may: SP, HTAB, VCHAR and obs-text
    /// (RFC 9110 §5.5). Searching for the few that may not finds the CR that ends a valid line in one pass.
    /// </summary>
    public static readonly SearchValues<byte> Controls = SearchValues.Create(
        "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0A\x0B\x0C\x0D\x0E\x0F"u8 +
        "\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\x1B\x1C\x1D\x1E\x1F\x7F"u8);

    // 1 for each byte of a token: for the short runs that names are, a table beats setting up a vector search.
    private static ReadOnlySpan<byte> IsTokenByte =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0,
        0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Visible ASCII without <c>#</c>: a fragment never travels in a request target (RFC 9112 §3.2).</summary>
    public static readonly SearchValues<byte> Target = SearchValues.Create(
        "!\"$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>Offset of the first byte from <paramref name="start"/> on that is no <see cref="Token"/> byte; the length when all are.</summary>
    public static int EndOfToken(ReadOnlySpan<byte> bytes, int start)
    {
        ReadOnlySpan<byte> table = IsTokenByte;
        for (int at = start; at < bytes.Length; at++)
        {
            if (table[bytes[at]] == 0)
            {
                return at;
            }
        }

        return bytes.Length;
    }

    /// <summary>Offset of the first of <see cref="Controls"/> from <paramref name="start"/> on; the length when there is none.</summary>
    public static int NextControl(ReadOnlySpan<byte> bytes, int start)
    {
        int at = start;
        for (; at <= bytes.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            Vector128<byte> block = Vector128.Create(bytes.Slice(at, Vector128<byte>.Count));
            Vector128<byte> below = Vector128.LessThan(block, Vector128.Create((byte)' ')) & ~Vector128.Equals(block, Vector128.Create((byte)'\t'));
            uint found = (below | Vector128.Equals(block, Vector128.Create((byte)0x7F))).ExtractMostSignificantBits();
            if (found != 0)
            {
                return at + BitOperations.TrailingZeroCount(found);
            }
        }

        while (at < bytes.Length && (bytes[at] >= ' ' || bytes[at] == '\t') && bytes[at] != 0x7F)
        {
            at++;
        }

        return at;
    }

    /// <summary>True for SP and HTAB, the whitespace of OWS and BWS (RFC 9110 §5.6.3).</summary>
    public static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t';

    /// <summary>True for one byte of <see cref="Token"/>.</summary>
    public static bool IsToken(byte b) => Token.Contains(b);

    /// <summary>True for a non-empty run of <see cref="Token"/> bytes.</summary>
    public static bool IsToken(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && !bytes.ContainsAnyExcept(Token);

    /// <summary>True for a decimal digit.</summary>
    public static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    /// <summary>Value of a hexadecimal digit, or -1.</summary>
    public static int HexValue(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };

    /// <summary>Takes the next member off a comma-separated list (RFC 9110 §5.6.1), whitespace around it removed; it may be empty.</summary>
    public static ReadOnlySpan<byte> NextMember(scoped ref ReadOnlySpan<byte> list, out bool isLast)
    {
        int comma = list.IndexOf((byte)',');
        isLast = comma < 0;
        ReadOnlySpan<byte> member = isLast ? list : list[..comma];
        list = isLast ? default : list[(comma + 1)..];
        return member.Trim(" \t"u8);
    }
}
