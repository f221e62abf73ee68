using System.Text;
using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>One node of a request's way, as X-Forwarded-For and the parameter <c>for</c> of Forwarded name it (RFC 7239 §6). Its port is not kept.</summary>
/// <param name="Kind">What is said of it.</param>
/// <param name="Address">Its address, where that is said.</param>
public readonly record struct ForwardedNode(NodeKind Kind, IPNumber Address = default)
{
    private const int MaxPort = 65535;

    /// <summary>Reads <c>192.0.2.1</c>, <c>192.0.2.1:80</c>, <c>[2001:db8::1]</c>, <c>[2001:db8::1]:80</c>, <c>unknown</c> or <c>_name</c>.</summary>
    /// <param name="text">The node, without quotes and whitespace around it.</param>
    /// <param name="allowsBare">Takes an IPv6 address without brackets, as X-Forwarded-For has it; a port cannot stand behind it.</param>
    public static ForwardedNode Parse(ReadOnlySpan<byte> text, bool allowsBare)
    {
        if (text.IsEmpty)
        {
            return default;
        }

        if (allowsBare && text.Count((byte)':') > 1 && text[0] != '[')
        {
            return IPv6.TryParse(text, out UInt128 bare) ? Of(new(bare)) : default;
        }

        int end = text[0] == '[' ? text.IndexOf((byte)']') + 1 : text.IndexOf((byte)':');
        end = end < 0 ? text.Length : end;
        ReadOnlySpan<byte> name = text[..end];
        if (name.IsEmpty || !IsPort(text[end..]))
        {
            return default;
        }

        if (name[0] == '[')
        {
            return IPv6.TryParse(name[1..^1], out UInt128 six) ? Of(new(six)) : default;
        }

        return IPv4.TryParse(name, out uint four) ? Of(IPNumber.FromIPv4(four)) : IsUnnamed(name) ? new(NodeKind.Unnamed) : default;
    }

    // The unspecified address says as much as "unknown" does.
    private static ForwardedNode Of(IPNumber address) => address.IsKnown ? new(NodeKind.Address, address) : new(NodeKind.Unnamed);

    private static bool IsUnnamed(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(name, "unknown"u8) || IsObfuscated(name);

    // RFC 7239 §6.3: "_" 1*( ALPHA / DIGIT / "." / "_" / "-" ).
    private static bool IsObfuscated(ReadOnlySpan<byte> name)
    {
        if (name.Length < 2 || name[0] != '_')
        {
            return false;
        }

        foreach (byte b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'.' or (byte)'_' or (byte)'-'))
            {
                return false;
            }
        }

        return true;
    }

    // Nothing, or a colon and a number of at most five digits or an obfuscated one.
    private static bool IsPort(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest[0] != ':' || rest.Length == 1)
        {
            return false;
        }

        ReadOnlySpan<byte> port = rest[1..];
        return IsObfuscated(port) || TryReadPort(port, out _);
    }

    /// <summary>Reads a port: one to five digits, 65,535 at the most.</summary>
    internal static bool TryReadPort(ReadOnlySpan<byte> text, out int port)
    {
        port = 0;
        foreach (byte digit in text)
        {
            if (!Tokens.IsDigit(digit))
            {
                return false;
            }

            port = (port * 10) + (digit - '0');
            if (port > MaxPort)
            {
                return false;
            }
        }

        return text.Length is > 0 and <= 5;
    }
}
