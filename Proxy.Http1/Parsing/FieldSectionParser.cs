using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>
/// Parses field lines up to the empty line (RFC 9112 §5). It remembers how far the present line is valid, so that a call with more
/// bytes looks at new bytes only, and what it answers depends on the bytes alone, not on how they arrived.
/// </summary>
internal struct FieldSectionParser
{
    private const int NoColon = -1;

    // Bytes that the short look-up of a name reads; a line with its CRLF is seldom shorter.
    private const int ShortestRead = 16;

    private int _sectionStart;
    private int _lineStart;
    private int _colon;
    private int _scan;

    public void Begin(int start)
    {
        _sectionStart = _lineStart = _scan = start;
        _colon = NoColon;
    }

    /// <param name="bytes">The head from its first byte.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="fields">Where lines are added.</param>
    /// <param name="end">Offset behind the empty line, when complete.</param>
    /// <param name="error">The fault, when failed.</param>
    public ParseStatus Parse(ReadOnlySpan<byte> bytes, ParserLimits limits, HeaderTable fields, out int end, out ParseError error)
    {
        int limit = _sectionStart + limits.MaxFieldSectionBytes;
        ReadOnlySpan<byte> section = bytes.Length > limit ? bytes[..limit] : bytes;
        ParseStatus status;
        error = default;
        if (_scan == _lineStart && TryTakeLines(section, limits.MaxFields, fields))
        {
            end = _scan;
            return ParseStatus.Complete;
        }

        do
        {
            status = _colon == NoColon ? ScanName(section, ref error) : ParseStatus.NeedMore;
            if (_colon == NoColon)
            {
                break;
            }

            status = ScanValue(section, limits.MaxFields, fields, ref error);
        }
        while (status == ParseStatus.Complete);

        end = _scan;
        if (status == ParseStatus.NeedMore && section.Length == limit)
        {
            error = new ParseError(ParseErrorCode.FieldSectionTooLarge, limit);
            return ParseStatus.Failed;
        }

        return status;
    }

    // Whole, ordinary lines: nearly all there are. True when the empty line behind them was taken too.
    private bool TryTakeLines(ReadOnlySpan<byte> section, int maxFields, HeaderTable fields)
    {
        while (_scan + 1 < section.Length)
        {
            if (section[_scan] == '\r' && section[_scan + 1] == '\n')
            {
                _scan += 2;
                return true;
            }

            if (!TryTakeLine(section, maxFields, fields))
            {
                return false;
            }
        }

        return false;
    }

    // Takes one line in a single pass where all of it is here and nothing about it is unusual. Else it leaves everything as it was, and the careful
    // scans below find out what is missing or wrong, and where.
    private bool TryTakeLine(ReadOnlySpan<byte> section, int maxFields, HeaderTable fields)
    {
        int start = _lineStart;
        KnownHeader known = KnownHeader.None;
        int nameLength = 0;
        if (start + ShortestRead <= section.Length)
        {
            known = KnownHeaders.FindShort(section[start..], out nameLength);
        }

        int colon = known != KnownHeader.None ? start + nameLength : Tokens.EndOfToken(section, start);
        if (colon == start || colon + 1 >= section.Length || section[colon] != ':' || fields.Count == maxFields)
        {
            return false;
        }

        int valueStart = colon + (section[colon + 1] == ' ' ? 2 : 1);
        int valueEnd = Tokens.NextControl(section, valueStart);
        if (valueEnd + 1 >= section.Length || section[valueEnd] != '\r' || section[valueEnd + 1] != '\n')
        {
            return false;
        }

        if (valueStart < valueEnd && (section[valueStart] <= ' ' || section[valueEnd - 1] <= ' '))
        {
            // More whitespace around the value than the usual single space.
            return false;
        }

        if (known != KnownHeader.None)
        {
            fields.Add(new HeaderField(start, valueEnd + 2 - start, colon - start, valueStart, valueEnd - valueStart, known));
        }
        else
        {
            AddNamed(section, start, colon, valueStart, valueEnd, valueEnd + 2, fields);
        }

        _scan = _lineStart = valueEnd + 2;
        return true;
    }

    // Adds a line whose name is still to be looked at.
    private static void AddNamed(ReadOnlySpan<byte> section, int start, int colon, int valueStart, int valueEnd, int lineEnd, HeaderTable fields)
    {
        ReadOnlySpan<byte> name = section[start..colon];
        KnownHeader known = KnownHeaders.FindToken(name);
        if (known != KnownHeader.None || !name.Contains((byte)'_'))
        {
            fields.Add(new HeaderField(start, lineEnd - start, colon - start, valueStart, valueEnd - valueStart, known));
            return;
        }

        KnownHeader lookalike = KnownHeaders.FindLookalike(name);
        fields.AddUnderscored(new HeaderField(start, lineEnd - start, colon - start, valueStart, valueEnd - valueStart, known, lookalike));
    }

    // Complete means the end of the section; a colon found is left for the value's scan.
    private ParseStatus ScanName(ReadOnlySpan<byte> section, ref ParseError error)
    {
        // The end of the section is looked for first: no search need be set up to find it.
        ReadOnlySpan<byte> rest = section[_scan..];
        bool isEnd = !rest.IsEmpty && rest[0] == '\r';
        int run = isEnd ? 0 : rest.IndexOfAnyExcept(Tokens.Token);
        if (run < 0)
        {
            _scan = section.Length;
            return ParseStatus.NeedMore;
        }

        int at = _scan + run;
        byte stop = section[at];
        if (stop == ':' && at > _lineStart)
        {
            _colon = at;
            _scan = at + 1;
            return ParseStatus.NeedMore;
        }

        _scan = at;
        if (stop == '\r' && at == _lineStart)
        {
            return ScanLineFeed(section, at, ref error);
        }

        ParseErrorCode code = stop switch
        {
            (byte)'\n' => ParseErrorCode.BareLineFeed,
            (byte)' ' or (byte)'\t' => at == _lineStart ? ParseErrorCode.ObsoleteFolding : ParseErrorCode.WhitespaceBeforeColon,
            _ => ParseErrorCode.FieldNameInvalid,
        };
        return Fail(code, at, ref error);
    }

    // Complete means that a line was added.
    private ParseStatus ScanValue(ReadOnlySpan<byte> section, int maxFields, HeaderTable fields, ref ParseError error)
    {
        int run = section[_scan..].IndexOfAny(Tokens.Controls);
        if (run < 0)
        {
            _scan = section.Length;
            return ParseStatus.NeedMore;
        }

        int at = _scan + run;
        _scan = at;
        if (section[at] != '\r')
        {
            bool isLineFeed = section[at] == '\n';
            return Fail(isLineFeed ? ParseErrorCode.BareLineFeed : ParseErrorCode.FieldValueInvalid, at, ref error);
        }

        ParseStatus status = ScanLineFeed(section, at, ref error);
        if (status != ParseStatus.Complete)
        {
            return status;
        }

        if (fields.Count == maxFields)
        {
            return Fail(ParseErrorCode.TooManyFields, _lineStart, ref error);
        }

        AddField(section, at, fields);
        _lineStart = _scan;
        _colon = NoColon;
        return ParseStatus.Complete;
    }

    private ParseStatus ScanLineFeed(ReadOnlySpan<byte> section, int carriageReturn, ref ParseError error)
    {
        if (carriageReturn + 1 == section.Length)
        {
            return ParseStatus.NeedMore;
        }

        if (section[carriageReturn + 1] != '\n')
        {
            return Fail(ParseErrorCode.BareCarriageReturn, carriageReturn, ref error);
        }

        _scan = carriageReturn + 2;
        return ParseStatus.Complete;
    }

    private readonly void AddField(ReadOnlySpan<byte> section, int valueEnd, HeaderTable fields)
    {
        int valueStart = _colon + 1;
        while (valueStart < valueEnd && Tokens.IsSpace(section[valueStart]))
        {
            valueStart++;
        }

        while (valueEnd > valueStart && Tokens.IsSpace(section[valueEnd - 1]))
        {
            valueEnd--;
        }

        AddNamed(section, _lineStart, _colon, valueStart, valueEnd, _scan, fields);
    }

    private static ParseStatus Fail(ParseErrorCode code, int offset, ref ParseError error)
    {
        error = new ParseError(code, offset);
        return ParseStatus.Failed;
    }
}
