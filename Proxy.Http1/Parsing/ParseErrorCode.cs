namespace Proxy.Http1.Parsing;

/// <summary>One code for each distinct fault in a message.</summary>
public enum ParseErrorCode : byte
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>The request line is longer than the limit (414).</summary>
    RequestLineTooLong,

    /// <summary>The status line is longer than the limit.</summary>
    StatusLineTooLong,

    /// <summary>The method is not a token followed by one space (RFC 9112 §3.1).</summary>
    MethodInvalid,

    /// <summary>The request target is in no form that its method allows (RFC 9112 §3.2).</summary>
    TargetInvalid,

    /// <summary>The protocol version is missing or malformed (RFC 9112 §2.3).</summary>
    VersionInvalid,

    /// <summary>The protocol version is neither HTTP/1.0 nor HTTP/1.1 (505).</summary>
    VersionUnsupported,

    /// <summary>The status code is not three digits from 100 to 599 (RFC 9112 §4).</summary>
    StatusInvalid,

    /// <summary>The reason phrase has a control character (RFC 9112 §4).</summary>
    ReasonInvalid,

    /// <summary>The field section is larger than the limit (431).</summary>
    FieldSectionTooLarge,

    /// <summary>There are more field lines than the limit (431).</summary>
    TooManyFields,

    /// <summary>A field name is empty, or is not a token followed by a colon (RFC 9112 §5).</summary>
    FieldNameInvalid,

    /// <summary>A field value has a control character (RFC 9110 §5.5).</summary>
    FieldValueInvalid,

    /// <summary>A line ends in LF without CR (RFC 9112 §2.2).</summary>
    BareLineFeed,

    /// <summary>A CR is not followed by LF (RFC 9112 §2.2).</summary>
    BareCarriageReturn,

    /// <summary>A field line begins with whitespace (RFC 9112 §5.2).</summary>
    ObsoleteFolding,

    /// <summary>There is whitespace between a field name and its colon (RFC 9112 §5.1).</summary>
    WhitespaceBeforeColon,

    /// <summary>An HTTP/1.1 request has no Host (RFC 9112 §3.2).</summary>
    HostMissing,

    /// <summary>There is more than one Host (RFC 9112 §3.2).</summary>
    HostRepeated,

    /// <summary>The Host is not a host with an optional port (RFC 9112 §3.2).</summary>
    HostInvalid,

    /// <summary>A Connection option is not a token, or there are too many (RFC 9110 §7.6.1).</summary>
    ConnectionInvalid,

    /// <summary>The Content-Length is not one decimal number that fits 63 bits (RFC 9112 §6.3).</summary>
    ContentLengthInvalid,

    /// <summary>There is more than one Content-Length (RFC 9112 §6.3).</summary>
    ContentLengthRepeated,

    /// <summary>Transfer-Encoding and Content-Length are both present (RFC 9112 §6.1).</summary>
    TransferEncodingWithContentLength,

    /// <summary>The Transfer-Encoding names a coding other than chunked (501, RFC 9112 §6.1).</summary>
    TransferEncodingUnsupported,

    /// <summary>The Transfer-Encoding is not the single coding chunked (RFC 9112 §6.3).</summary>
    TransferEncodingInvalid,

    /// <summary>An HTTP/1.0 message has a Transfer-Encoding (RFC 9112 §6.1).</summary>
    TransferEncodingOnHttp10,

    /// <summary>A 1xx or 204 response has a Transfer-Encoding (RFC 9112 §6.1).</summary>
    TransferEncodingNotAllowed,

    /// <summary>A chunk size is not a hexadecimal number of at most 16 digits that fits 63 bits (RFC 9112 §7.1).</summary>
    ChunkSizeInvalid,

    /// <summary>A chunk extension is malformed (RFC 9112 §7.1.1).</summary>
    ChunkExtensionInvalid,

    /// <summary>A chunk-size line is longer than the limit (RFC 9112 §7.1.1).</summary>
    ChunkLineTooLong,

    /// <summary>Chunk data is not followed by CRLF (RFC 9112 §7.1).</summary>
    ChunkDataNotTerminated,

    /// <summary>A trailer field line is malformed (RFC 9112 §7.1.2).</summary>
    TrailerInvalid,

    /// <summary>The trailer section is larger than the limit (431).</summary>
    TrailerTooLarge,
}
