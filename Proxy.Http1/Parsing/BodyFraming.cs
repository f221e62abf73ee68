using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>
/// Where a message's body ends. It is decided here and nowhere else, from the parsed head (RFC 9112 §6.3); whatever is ambiguous is
/// refused, not repaired, since two readers that repair differently are what request smuggling lives on.
/// </summary>
/// <param name="Kind">How the end is found.</param>
/// <param name="Length">Bytes of the body for <see cref="BodyKind.Length"/>, else 0.</param>
public readonly record struct BodyFraming(BodyKind Kind, long Length)
{
    // 19 digits hold long.MaxValue. More can only be leading zeros, which another reader might take for an overflow.
    private const int MaxLengthDigits = 19;

    /// <summary>No body at all.</summary>
    public static BodyFraming None => default;

    /// <summary>True when at least one byte follows, or may follow, the head.</summary>
    public bool HasBody => Kind > BodyKind.Length || Length > 0;

    /// <summary>Decides for a request.</summary>
    /// <returns>The fault, or none.</returns>
    internal static ParseError ForRequest(MessageHead head, out BodyFraming framing)
    {
        framing = None;
        return FromFields(head, ref framing);
    }

    /// <summary>Decides for a response. Even where a body is impossible, fields that would be refused elsewhere are refused.</summary>
    /// <returns>The fault, or none.</returns>
    internal static ParseError ForResponse(ResponseHead head, KnownMethod requestMethod, out BodyFraming framing)
    {
        framing = new BodyFraming(BodyKind.UntilClose, 0);
        ParseError error = FromFields(head, ref framing);
        if (!error.IsNone)
        {
            return error;
        }

        int status = head.Status;
        if (status < 200 || status == 204)
        {
            framing = None;
            int encoding = head.Fields.IndexOf(KnownHeader.TransferEncoding);
            return encoding < 0 ? default : new ParseError(ParseErrorCode.TransferEncodingNotAllowed, head.Fields[encoding].LineStart);
        }

        bool isTunnel = requestMethod == KnownMethod.Connect && status < 300;
        if (status == 304 || requestMethod == KnownMethod.Head || isTunnel)
        {
            framing = None;
        }

        return default;
    }

    // Leaves the framing as it is when neither field is present.
    private static ParseError FromFields(MessageHead head, ref BodyFraming framing)
    {
        HeaderTable fields = head.Fields;
        int length = fields.IndexOf(KnownHeader.ContentLength);
        int encoding = fields.IndexOf(KnownHeader.TransferEncoding);
        if ((length & encoding) == -1)
        {
            return default;
        }

        if (encoding >= 0)
        {
            framing = new BodyFraming(BodyKind.Chunked, 0);
            return CheckTransferEncoding(head, encoding, length >= 0);
        }

        int repeat = fields.IndexOfNext(KnownHeader.ContentLength, length);
        if (repeat >= 0)
        {
            return new ParseError(ParseErrorCode.ContentLengthRepeated, fields[repeat].LineStart);
        }

        int invalid = ParseLength(head.ValueOf(length), out long value);
        framing = new BodyFraming(BodyKind.Length, value);
        return invalid < 0 ? default : new ParseError(ParseErrorCode.ContentLengthInvalid, fields[length].ValueStart + invalid);
    }

    // RFC 9112 §6.1: an HTTP/1.0 peer that writes Transfer-Encoding, or both fields, is broken or an attacker.
    private static ParseError CheckTransferEncoding(MessageHead head, int index, bool hasLength)
    {
        HeaderTable fields = head.Fields;
        if (head.Version == ProtocolVersion.Http10)
        {
            return new ParseError(ParseErrorCode.TransferEncodingOnHttp10, fields[index].LineStart);
        }

        if (hasLength)
        {
            return new ParseError(ParseErrorCode.TransferEncodingWithContentLength, fields[index].LineStart);
        }

        int repeat = fields.IndexOfNext(KnownHeader.TransferEncoding, index);
        if (repeat >= 0)
        {
            return new ParseError(ParseErrorCode.TransferEncodingInvalid, fields[repeat].LineStart);
        }

        ParseErrorCode code = TransferCodings.Check(head.ValueOf(index));
        return code == ParseErrorCode.None ? default : new ParseError(code, fields[index].ValueStart);
    }

    /// <summary>One decimal number (RFC 9110 §8.6); answers the index of the first byte that is wrong, or -1.</summary>
    private static int ParseLength(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[i] - '0';
            if ((uint)digit > 9 || i == MaxLengthDigits || value > (long.MaxValue - digit) / 10)
            {
                return i;
            }

            value = (value * 10) + digit;
        }

        return digits.IsEmpty ? 0 : -1;
    }
}
