using System.Text;

namespace Proxy.Http1.Parsing;

/// <summary>Checks the value of Transfer-Encoding (RFC 9112 §6.1, §7): the single coding <c>chunked</c> is all we take.</summary>
internal static class TransferCodings
{
    /// <summary>
    /// None for <c>chunked</c>; Unsupported when well-formed codings we do not have come before it or alone; Invalid for everything that
    /// leaves the end of the body in doubt.
    /// </summary>
    public static ParseErrorCode Check(ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(value, "chunked"u8))
        {
            return ParseErrorCode.None;
        }

        bool isChunked = false;
        do
        {
            // An empty member, and anything at all behind chunked.
            ReadOnlySpan<byte> coding = Tokens.NextMember(ref value, out bool isLast);
            if (isChunked || !TryCheckMember(coding, out isChunked))
            {
                return ParseErrorCode.TransferEncodingInvalid;
            }

            if (isLast)
            {
                return ParseErrorCode.TransferEncodingUnsupported;
            }
        }
        while (true);
    }

    // transfer-coding = token *( OWS ";" OWS transfer-parameter ); chunked has no parameters (RFC 9112 §7.1).
    private static bool TryCheckMember(ReadOnlySpan<byte> coding, out bool isChunked)
    {
        int semicolon = coding.IndexOf((byte)';');
        ReadOnlySpan<byte> name = semicolon < 0 ? coding : coding[..semicolon].TrimEnd(" \t"u8);
        isChunked = Ascii.EqualsIgnoreCase(name, "chunked"u8);
        return Tokens.IsToken(name) && !(isChunked && semicolon >= 0);
    }
}
