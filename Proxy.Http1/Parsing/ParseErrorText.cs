namespace Proxy.Http1.Parsing;

/// <summary>The faults in words, for logs. Off the request path: only a refused message asks.</summary>
internal static class ParseErrorText
{
    public static string Of(ParseErrorCode code) => code switch
    {
        ParseErrorCode.RequestLineTooLong => "The request line is longer than the limit",
        ParseErrorCode.StatusLineTooLong => "The status line is longer than the limit",
        ParseErrorCode.MethodInvalid => "The method is not a token followed by one space",
        ParseErrorCode.TargetInvalid => "The request target is in no form that its method allows",
        ParseErrorCode.VersionInvalid => "The protocol version is missing or malformed",
        ParseErrorCode.VersionUnsupported => "The protocol version is neither HTTP/1.0 nor HTTP/1.1",
        ParseErrorCode.StatusInvalid => "The status code is not three digits from 100 to 599",
        ParseErrorCode.ReasonInvalid => "The reason phrase has a control character",
        ParseErrorCode.FieldSectionTooLarge => "The field section is larger than the limit",
        ParseErrorCode.TooManyFields => "There are more field lines than the limit",
        ParseErrorCode.FieldNameInvalid => "A field name is empty, or is not a token followed by a colon",
        ParseErrorCode.FieldValueInvalid => "A field value has a control character",
        ParseErrorCode.BareLineFeed => "A line ends in LF without CR",
        ParseErrorCode.BareCarriageReturn => "A CR is not followed by LF",
        ParseErrorCode.ObsoleteFolding => "A field line begins with whitespace",
        ParseErrorCode.WhitespaceBeforeColon => "There is whitespace between a field name and its colon",
        ParseErrorCode.HostMissing => "An HTTP/1.1 request has no Host",
        ParseErrorCode.HostRepeated => "There is more than one Host",
        ParseErrorCode.HostInvalid => "The Host is not a host with an optional port",
        ParseErrorCode.ConnectionInvalid => "A Connection option is not a token, or there are too many",
        ParseErrorCode.ContentLengthInvalid => "The Content-Length is not one decimal number that fits 63 bits",
        ParseErrorCode.ContentLengthRepeated => "There is more than one Content-Length",
        ParseErrorCode.TransferEncodingWithContentLength => "Transfer-Encoding and Content-Length are both present",
        ParseErrorCode.TransferEncodingUnsupported => "The Transfer-Encoding names a coding other than chunked",
        ParseErrorCode.TransferEncodingInvalid => "The Transfer-Encoding is not the single coding chunked",
        ParseErrorCode.TransferEncodingOnHttp10 => "An HTTP/1.0 message has a Transfer-Encoding",
        ParseErrorCode.TransferEncodingNotAllowed => "A 1xx or 204 response has a Transfer-Encoding",
        ParseErrorCode.ChunkSizeInvalid => "A chunk size is not a hexadecimal number of at most 16 digits that fits 63 bits",
        ParseErrorCode.ChunkExtensionInvalid => "A chunk extension is malformed",
        ParseErrorCode.ChunkLineTooLong => "A chunk-size line is longer than the limit",
        ParseErrorCode.ChunkDataNotTerminated => "Chunk data is not followed by CRLF",
        ParseErrorCode.TrailerInvalid => "A trailer field line is malformed",
        ParseErrorCode.TrailerTooLarge => "The trailer section is larger than the limit",
        _ => "No fault",
    };

    /// <summary>The section that makes it a fault; empty for a limit of our own.</summary>
    public static string SectionOf(ParseErrorCode code) => code switch
    {
        ParseErrorCode.MethodInvalid => "RFC 9112 §3.1",
        ParseErrorCode.TargetInvalid or ParseErrorCode.HostMissing or ParseErrorCode.HostRepeated or ParseErrorCode.HostInvalid => "RFC 9112 §3.2",
        ParseErrorCode.VersionInvalid or ParseErrorCode.VersionUnsupported => "RFC 9112 §2.3",
        ParseErrorCode.StatusInvalid or ParseErrorCode.ReasonInvalid => "RFC 9112 §4",
        ParseErrorCode.FieldNameInvalid => "RFC 9112 §5",
        ParseErrorCode.FieldValueInvalid => "RFC 9110 §5.5",
        ParseErrorCode.BareLineFeed or ParseErrorCode.BareCarriageReturn => "RFC 9112 §2.2",
        ParseErrorCode.ObsoleteFolding => "RFC 9112 §5.2",
        ParseErrorCode.WhitespaceBeforeColon => "RFC 9112 §5.1",
        ParseErrorCode.ConnectionInvalid => "RFC 9110 §7.6.1",
        ParseErrorCode.ContentLengthInvalid or ParseErrorCode.ContentLengthRepeated or ParseErrorCode.TransferEncodingInvalid => "RFC 9112 §6.3",
        ParseErrorCode.TransferEncodingWithContentLength or ParseErrorCode.TransferEncodingUnsupported or ParseErrorCode.TransferEncodingOnHttp10
            or ParseErrorCode.TransferEncodingNotAllowed => "RFC 9112 §6.1",
        ParseErrorCode.ChunkSizeInvalid or ParseErrorCode.ChunkDataNotTerminated => "RFC 9112 §7.1",
        ParseErrorCode.ChunkExtensionInvalid => "RFC 9112 §7.1.1",
        ParseErrorCode.TrailerInvalid => "RFC 9112 §7.1.2",
        _ => "",
    };
}
