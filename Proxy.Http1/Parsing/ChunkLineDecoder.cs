namespace Proxy.Http1.Parsing;

/// <summary>
/// Reads one chunk-size line, byte by byte: <c>chunk-size [chunk-ext] CRLF</c> (RFC 9112 §7.1, §7.1.1). Extensions are checked against the
/// grammar and dropped, as a recipient must that understands none.
/// </summary>
internal struct ChunkLineDecoder(int maxBytes)
{
    private const int MaxDigits = 16;

    private Part _part;
    private int _digits;
    private int _length;

    private enum Part : byte
    {
        Size,
        BeforeSemicolon,
        BeforeName,
        Name,
        BeforeEquals,
        BeforeValue,
        Token,
        Quoted,
        QuotedPair,
        AfterQuoted,
        LineFeed,
    }

    /// <summary>The chunk's size, when the line has ended.</summary>
    public long Size { get; private set; }

    public void Reset()
    {
        _part = Part.Size;
        _digits = _length = 0;
        Size = 0;
    }

    /// <summary>Reads to the end of the line or of the input; on a fault <paramref name="at"/> stays at the byte refused.</summary>
    public ParseErrorCode Read(ReadOnlySpan<byte> input, ref int at, out bool ended)
    {
        ended = false;
        for (; at < input.Length; at++)
        {
            byte b = input[at];
            ParseErrorCode fault = Accept(b);
            if (fault != ParseErrorCode.None)
            {
                return fault;
            }

            if (b == '\n')
            {
                at++;
                ended = true;
                return ParseErrorCode.None;
            }
        }

        return ParseErrorCode.None;
    }

    private ParseErrorCode Accept(byte b)
    {
        if (_part == Part.LineFeed)
        {
            return b == '\n' ? ParseErrorCode.None : ParseErrorCode.BareCarriageReturn;
        }

        if (b == '\n')
        {
            return ParseErrorCode.BareLineFeed;
        }

        if (b == '\r')
        {
            return AcceptCarriageReturn();
        }

        if (++_length > maxBytes)
        {
            return ParseErrorCode.ChunkLineTooLong;
        }

        return _part == Part.Size ? AcceptSize(b) : AcceptExtension(b);
    }

    // A line ends behind the size, a name without value, a token or a closed quoted-string; whitespace before CRLF fits no rule.
    private ParseErrorCode AcceptCarriageReturn()
    {
        bool mayEnd = _part is Part.Name or Part.Token or Part.AfterQuoted || (_part == Part.Size && _digits > 0);
        if (mayEnd)
        {
            _part = Part.LineFeed;
            return ParseErrorCode.None;
        }

        return _part == Part.Size ? ParseErrorCode.ChunkSizeInvalid : ParseErrorCode.ChunkExtensionInvalid;
    }

    private ParseErrorCode AcceptSize(byte b)
    {
        int digit = Tokens.HexValue(b);
        if (digit >= 0)
        {
            _digits++;
            if (_digits > MaxDigits || Size > long.MaxValue >> 4)
            {
                return ParseErrorCode.ChunkSizeInvalid;
            }

            Size = (Size << 4) | (long)digit;
            return ParseErrorCode.None;
        }

        bool mayEnd = _digits > 0 && (b == ';' || Tokens.IsSpace(b));
        _part = b == ';' ? Part.BeforeName : Part.BeforeSemicolon;
        return mayEnd ? ParseErrorCode.None : ParseErrorCode.ChunkSizeInvalid;
    }

    // chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
    private ParseErrorCode AcceptExtension(byte b)
    {
        bool isSpace = Tokens.IsSpace(b);
        bool isToken = Tokens.IsToken(b);
        Part? next = _part switch
        {
            Part.BeforeSemicolon or Part.AfterQuoted when isSpace => Part.BeforeSemicolon,
            Part.BeforeSemicolon or Part.BeforeEquals or Part.Name or Part.Token or Part.AfterQuoted when b == ';' => Part.BeforeName,
            Part.BeforeName when isSpace => Part.BeforeName,
            Part.BeforeName or Part.Name when isToken => Part.Name,
            Part.Name or Part.BeforeEquals when isSpace => Part.BeforeEquals,
            Part.Name or Part.BeforeEquals when b == '=' => Part.BeforeValue,
            Part.BeforeValue when isSpace => Part.BeforeValue,
            Part.BeforeValue or Part.Token when isToken => Part.Token,
            Part.BeforeValue when b == '"' => Part.Quoted,
            Part.Token when isSpace => Part.BeforeSemicolon,
            Part.Quoted => AfterQuotedByte(b),
            Part.QuotedPair when IsQuotable(b) => Part.Quoted,
            _ => null,
        };

        _part = next ?? _part;
        return next is null ? ParseErrorCode.ChunkExtensionInvalid : ParseErrorCode.None;
    }

    // quoted-string (RFC 9110 §5.6.4): everything but controls, with a backslash before quote and backslash.
    private static Part? AfterQuotedByte(byte b) => b switch
    {
        (byte)'"' => Part.AfterQuoted,
        (byte)'\\' => Part.QuotedPair,
        _ when IsQuotable(b) => Part.Quoted,
        _ => null,
    };

    private static bool IsQuotable(byte b) => b == '\t' || (b >= ' ' && b != 0x7F);
}
