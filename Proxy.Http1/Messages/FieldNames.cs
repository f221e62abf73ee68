using System.Text;

namespace Proxy.Http1.Messages;

/// <summary>
/// A set of field names of any kind, compared without case (RFC 9110 §5.1), and with <c>_</c> equal to <c>-</c>, as servers see them that hand fields on as
/// CGI variables (RFC 3875 §4.1.18). A name ending in <c>*</c> stands for all that begin so.
/// </summary>
public sealed class FieldNames
{
    private const int LongestOfMask = 63;

    private readonly byte[][] _names;
    private readonly byte[][] _beginnings;
    private readonly ulong _lengths;

    /// <param name="names">Tokens, each perhaps with a <c>*</c> at its end.</param>
    public FieldNames(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _names = [.. names.Where(name => !name.EndsWith('*')).Select(Fold)];
        _beginnings = [.. names.Where(name => name.EndsWith('*')).Select(name => Fold(name[..^1]))];
        foreach (byte[] name in _names)
        {
            _lengths |= 1UL << Math.Min(name.Length, LongestOfMask);
        }
    }

    /// <summary>It holds beginnings, which a header we know may have.</summary>
    internal bool HasBeginnings => _beginnings.Length > 0;

    /// <summary>True when a name is in the set.</summary>
    public bool Contains(ReadOnlySpan<byte> name)
    {
        if (((_lengths >> Math.Min(name.Length, LongestOfMask)) & 1) != 0)
        {
            foreach (byte[] each in _names)
            {
                if (each.Length == name.Length && Matches(name, each))
                {
                    return true;
                }
            }
        }

        foreach (byte[] beginning in _beginnings)
        {
            if (name.Length >= beginning.Length && Matches(name, beginning))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(ReadOnlySpan<byte> name, byte[] folded)
    {
        for (int i = 0; i < folded.Length; i++)
        {
            if (Fold(name[i]) != folded[i])
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] Fold(string name) => [.. Encoding.ASCII.GetBytes(name).Select(Fold)];

    private static byte Fold(byte b) => b == '_' ? (byte)'-' : b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
}
