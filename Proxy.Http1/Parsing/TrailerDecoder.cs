using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>
/// Reads the trailer section behind the last chunk (RFC 9112 §7.1.2), validated by the grammar of field lines and bounded. Its lines are given to
/// a <see cref="TrailerSection"/> where somebody wants them; else they are dropped, as an intermediary may (RFC 9110 §6.5.1).
/// </summary>
internal struct TrailerDecoder(ParserLimits limits, ITrailerOwner? owner)
{
    private readonly int _maxBytes = limits.MaxTrailerBytes;
    private readonly int _maxFields = limits.MaxFields;
    private TrailerSection? _section;
    private Part _part;
    private int _length;
    private int _fields;

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
        _section = null;
        _part = Part.LineStart;
        _length = _fields = 0;
    }

    /// <summary>Reads to the end of the section or of the input; on a fault <paramref name="at"/> stays at the byte refused.</summary>
    public ParseErrorCode Read(ReadOnlySpan<byte> input, ref int at, out bool ended)
    {
        ended = false;
        int kept = at;
        while (at < input.Length && !ended)
        {
            ParseErrorCode fault = SkipRun(input, ref at);
            if (fault == ParseErrorCode.None && at == input.Length)
            {
                break;
            }

            bool endsLine = _part == Part.LineFeed;
            ended = _part == Part.LastLineFeed;
            fault = fault == ParseErrorCode.None ? Accept(input[at]) : fault;
            if (fault != ParseErrorCode.None)
            {
                return fault;
            }

            _length++;
            at++;
            if (endsLine)
            {
                Keep(input[kept..at]);
                _section?.EndLine();
                kept = at;
            }
        }

        if (_part is not (Part.LineStart or Part.LastLineFeed))
        {
            Keep(input[kept..at]);
        }

        return ParseErrorCode.None;
    }

    // Bytes that leave a name a name and a value a value; then another byte has to be allowed.
    private ParseErrorCode SkipRun(ReadOnlySpan<byte> input, ref int at)
    {
        ReadOnlySpan<byte> rest = input[at..];
        int run = _part switch
        {
            Part.Name => rest.IndexOfAnyExcept(Tokens.Token),
            Part.Value => rest.IndexOfAny(Tokens.Controls),
            _ => 0,
        };
        run = run < 0 ? rest.Length : run;
        int room = _maxBytes - _length;
        if (run > room || (run == room && run < rest.Length))
        {
            at += room;
            return ParseErrorCode.TrailerTooLarge;
        }

        _length += run;
        at += run;
        return ParseErrorCode.None;
    }

    private ParseErrorCode Accept(byte b)
    {
        if (_part == Part.LineStart && Tokens.IsToken(b))
        {
            return BeginField();
        }

        Part? next = _part switch
        {
            Part.LineStart when b == '\r' => Part.LastLineFeed,
            Part.Name when b == ':' => Part.Value,
            Part.Value when b == '\r' => Part.LineFeed,
            Part.LineFeed or Part.LastLineFeed when b == '\n' => Part.LineStart,
            _ => null,
        };

        _part = next ?? _part;
        return next is null ? ParseErrorCode.TrailerInvalid : ParseErrorCode.None;
    }

    private ParseErrorCode BeginField()
    {
        if (_fields == _maxFields)
        {
            return ParseErrorCode.TooManyFields;
        }

        _fields++;
        _part = Part.Name;
        _section ??= owner?.BeginTrailers();
        return ParseErrorCode.None;
    }

    private readonly void Keep(ReadOnlySpan<byte> bytes) => _section?.Append(bytes);
}
