namespace Proxy.Http1.Parsing;

/// <summary>
/// Bounds of what a parser reads before it refuses. An offset into a head is 16 bits wide, so <see cref="MaxStartLineBytes"/>
/// and <see cref="MaxFieldSectionBytes"/> together must stay below 65,500 bytes.
/// </summary>
public sealed record ParserLimits
{
    private const int MaxHeadOffset = ushort.MaxValue;
    private const int LineEndings = 4;

    /// <summary>The limits that hold without configuration.</summary>
    public static ParserLimits Default { get; } = new();

    /// <summary>
    /// Longest request line or status line, in bytes without its CRLF; default 8192. RFC 9112 §3 recommends at least 8000. Longer lines
    /// cost memory for each connection that sends one.
    /// </summary>
    public int MaxStartLineBytes { get; init; } = 8 * 1024;

    /// <summary>
    /// Largest field section, in bytes: all field lines with their CRLFs and the empty line behind them; default 32,768. A larger bound lets
    /// each client hold that much memory before its request is known.
    /// </summary>
    public int MaxFieldSectionBytes { get; init; } = 32 * 1024;

    /// <summary>Most field lines in one head, and in one trailer section; default 100, at most 65,535. Policies look at each line, so this bounds work for each request.</summary>
    public int MaxFields { get; init; } = 100;

    /// <summary>
    /// Most members, empty ones included, in all Connection fields of a head; default 32. Each is compared with each field, so a larger bound
    /// lets a short request cause much work.
    /// </summary>
    public int MaxConnectionOptions { get; init; } = 32;

    /// <summary>
    /// Longest chunk-size line with its extensions, in bytes without its CRLF; default 256. Extensions are dropped, so a large bound only
    /// serves whoever wants to send much and deliver little.
    /// </summary>
    public int MaxChunkLineBytes { get; init; } = 256;

    /// <summary>
    /// Largest trailer section, in bytes with the empty line that ends it; default 8192, at most 65,535. It is held until the body has ended, so a
    /// larger bound is memory each sender can claim.
    /// </summary>
    public int MaxTrailerBytes { get; init; } = 8 * 1024;

    /// <summary>Most bytes a head can have: both lines' bounds, an empty line before and the CRLF of the start line.</summary>
    internal int MaxHeadBytes => MaxStartLineBytes + MaxFieldSectionBytes + LineEndings;

    /// <summary>Throws unless every limit is positive and offsets fit 16 bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxStartLineBytes, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFieldSectionBytes, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)MaxStartLineBytes + MaxFieldSectionBytes + LineEndings, MaxHeadOffset);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFields, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxFields, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnectionOptions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxChunkLineBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTrailerBytes, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxTrailerBytes, MaxHeadOffset);
    }
}
