namespace Proxy.Http1.Parsing;

/// <summary>
/// Reads the trailer section behind the last chunk (RFC 9112 §7.1.2), validated by the grammar of field lines and bounded. Its fields are
/// dropped, as an intermediary may (RFC 9110 §6.5.1); whoever forwards them one day collects them here.
/// </summary>
internal struct TrailerDecoder(int maxBytes)
{
    private Part _part;
    private int _length;

    private enum Part : byte
    {
        LineStart,
        Name,
        Value,
        LineFeed,
        LastLineFeed,
    }

    public void Reset()
    {
        _part = Part.LineStart;
        _length = 0;
    }

    /// <summary>Reads to the end of the section or of the input; on a fault <paramref name="at"/> stays at the byte refused.</summary>
    public ParseErrorCode Read(ReadOnlySpan<byte> input, ref int at, out bool ended)
    {
        ended = false;
        while (at < input.Length)
        {
            int run = SkipRun(input[at..]);
            if (run > maxBytes - _length)
            {
                at += maxBytes - _length;
                return ParseErrorCode.TrailerTooLarge;
            }

            _length += run;
            at += run;
            if (at == input.Length)
            {
                break;
            }

            if (_length == maxBytes)
            {
                return ParseErrorCode.TrailerTooLarge;
            }

            ended = _part == Part.LastLineFeed;
            ParseErrorCode fault = Accept(input[at]);
            if (fault != ParseErrorCode.None)
            {
                return fault;
            }

            _length++;
            at++;
            if (ended)
            {
                break;
            }
        }

        return ParseErrorCode.None;
    }

    // Bytes that leave a name a name and a value a value.
    private readonly int SkipRun(ReadOnlySpan<byte> input)
    {
        int run = _part switch
        {
            Part.Name => input.IndexOfAnyExcept(Tokens.Token),
            Part.Value => input.IndexOfAny(Tokens.Controls),
            _ => 0,
        };
        return run < 0 ? input.Length : run;
    }

    private ParseErrorCode Accept(byte b)
    {
        Part? next = _part switch
        {
            Part.LineStart when b == '\r' => Part.LastLineFeed,
            Part.LineStart when Tokens.IsToken(b) => Part.Name,
            Part.Name when b == ':' => Part.Value,
            Part.Value when b == '\r' => Part.LineFeed,
            Part.LineFeed or Part.LastLineFeed when b == '\n' => Part.LineStart,
            _ => null,
        };

        _part = next ?? _part;
        return next is null ? ParseErrorCode.TrailerInvalid : ParseErrorCode.None;
    }
}
