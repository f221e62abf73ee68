using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>Parses <c>HTTP-version</c> (RFC 9112 §2.3), which is case-sensitive and eight bytes long.</summary>
internal static class VersionParser
{
    public const int Length = 8;

    private const int MajorAt = 5;
    private const int MinorAt = 7;

    /// <summary>The version and the CRLF behind it, which end a request line.</summary>
    public static ParseStatus ParseLineEnd(ReadOnlySpan<byte> line, int start, out ProtocolVersion version, out ParseError error)
    {
        version = ProtocolVersion.Http11;
        error = default;
        ReadOnlySpan<byte> rest = line[start..];
        if (rest.StartsWith("HTTP/1.1\r\n"u8))
        {
            return ParseStatus.Complete;
        }

        ParseStatus status = ParseForm(rest, start, out error);
        if (status != ParseStatus.Complete || rest.Length == Length)
        {
            return status == ParseStatus.Failed ? status : ParseStatus.NeedMore;
        }

        if (rest[Length] != '\r')
        {
            bool isLineFeed = rest[Length] == '\n';
            error = new ParseError(isLineFeed ? ParseErrorCode.BareLineFeed : ParseErrorCode.VersionInvalid, start + Length);
            return ParseStatus.Failed;
        }

        if (rest.Length == Length + 1)
        {
            return ParseStatus.NeedMore;
        }

        if (rest[Length + 1] != '\n')
        {
            error = new ParseError(ParseErrorCode.BareCarriageReturn, start + Length);
            return ParseStatus.Failed;
        }

        return Name(rest, start, out version, out error);
    }

    /// <summary>Checks the form <c>HTTP/d.d</c> as far as the bytes go; a wrong byte is refused before the rest arrives.</summary>
    public static ParseStatus ParseForm(ReadOnlySpan<byte> bytes, int start, out ParseError error)
    {
        error = default;
        int count = Math.Min(bytes.Length, Length);
        for (int i = 0; i < count; i++)
        {
            bool isValid = i is MajorAt or MinorAt ? Tokens.IsDigit(bytes[i]) : bytes[i] == "HTTP/d.d"u8[i];
            if (!isValid)
            {
                error = new ParseError(bytes[i] == '\n' ? ParseErrorCode.BareLineFeed : ParseErrorCode.VersionInvalid, start + i);
                return ParseStatus.Failed;
            }
        }

        return count == Length ? ParseStatus.Complete : ParseStatus.NeedMore;
    }

    /// <summary>Names a version of valid form, or refuses it.</summary>
    public static ParseStatus Name(ReadOnlySpan<byte> bytes, int start, out ProtocolVersion version, out ParseError error)
    {
        version = bytes[MinorAt] == '0' ? ProtocolVersion.Http10 : ProtocolVersion.Http11;
        bool isSupported = bytes[MajorAt] == '1' && (bytes[MinorAt] is (byte)'0' or (byte)'1');
        error = isSupported ? default : new ParseError(ParseErrorCode.VersionUnsupported, start);
        return isSupported ? ParseStatus.Complete : ParseStatus.Failed;
    }
}
