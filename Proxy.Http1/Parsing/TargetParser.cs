using System.Text;
using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>Tells the four forms of a request target apart (RFC 9112 §3.2). The bytes are known to be visible ASCII without <c>#</c>.</summary>
internal static class TargetParser
{
    /// <summary>Index of the first byte that fits no form allowed for the method, or -1.</summary>
    /// <param name="target">The target, not empty.</param>
    /// <param name="start">Offset of the target in its head.</param>
    /// <param name="method">CONNECT takes authority-form only, OPTIONS alone takes asterisk-form.</param>
    /// <param name="parts">Where its parts lie in the head.</param>
    public static int Parse(ReadOnlySpan<byte> target, int start, KnownMethod method, out TargetParts parts)
    {
        if (method == KnownMethod.Connect)
        {
            parts = new TargetParts(TargetForm.Authority, start, target.Length, start, 0);
            return UriHost.FindInvalid(target, needsPort: true);
        }

        parts = new TargetParts(TargetForm.Origin, 0, 0, start, target.Length);
        if (target[0] == '/')
        {
            return -1;
        }

        if (method == KnownMethod.Options && target.Length == 1 && target[0] == '*')
        {
            parts = parts with { Form = TargetForm.Asterisk };
            return -1;
        }

        return ParseAbsolute(target, start, out parts);
    }

    // absolute-form = scheme "://" authority path-abempty [ "?" query ]; schemes are case-insensitive (RFC 3986 §3.1).
    private static int ParseAbsolute(ReadOnlySpan<byte> target, int start, out TargetParts parts)
    {
        int authority = SchemeLength(target);
        parts = default;
        if (authority == 0)
        {
            return 0;
        }

        ReadOnlySpan<byte> rest = target[authority..];
        int length = rest.IndexOfAny((byte)'/', (byte)'?');
        length = length < 0 ? rest.Length : length;
        int path = authority + length;
        parts = new TargetParts(TargetForm.Absolute, start + authority, length, start + path, target.Length - path);
        int invalid = UriHost.FindInvalid(rest[..length], needsPort: false);
        return invalid < 0 ? -1 : authority + invalid;
    }

    private static int SchemeLength(ReadOnlySpan<byte> target)
    {
        if (target.Length >= 7 && Ascii.EqualsIgnoreCase(target[..7], "http://"u8))
        {
            return 7;
        }

        return target.Length >= 8 && Ascii.EqualsIgnoreCase(target[..8], "https://"u8) ? 8 : 0;
    }
}
