namespace Proxy.Http1.Parsing;

/// <summary>Why bytes were refused, and where.</summary>
/// <param name="Code">The fault.</param>
/// <param name="Offset">
/// Byte index from the first byte of the head (an empty line before it included) or of the body; it does not depend on how the bytes were
/// segmented. Saturates at <see cref="int.MaxValue"/>.
/// </param>
public readonly record struct ParseError(ParseErrorCode Code, int Offset)
{
    /// <summary>True when nothing was refused.</summary>
    public bool IsNone => Code == ParseErrorCode.None;

    /// <summary>
    /// The status with which a server answers such a request: 414, 431, 501, 505 or 400; 0 without a fault. A response that cannot be parsed
    /// is answered with 502 whatever the fault (RFC 9110 §15.6.3).
    /// </summary>
    public int RequestStatus => Code switch
    {
        ParseErrorCode.None => 0,
        ParseErrorCode.RequestLineTooLong => 414,
        ParseErrorCode.FieldSectionTooLarge or ParseErrorCode.TooManyFields or ParseErrorCode.TrailerTooLarge => 431,
        ParseErrorCode.TransferEncodingUnsupported => 501,
        ParseErrorCode.VersionUnsupported => 505,
        _ => 400,
    };

    /// <summary>The fault in words.</summary>
    public string Text => ParseErrorText.Of(Code);

    /// <summary>The section that makes it one, as in <c>RFC 9112 §3.2</c>; empty for a limit of our own.</summary>
    public string Section => ParseErrorText.SectionOf(Code);

    /// <summary>A sentence for a log.</summary>
    public override string ToString() => IsNone ? "no error" : $"{Text} (byte {Offset})";
}
