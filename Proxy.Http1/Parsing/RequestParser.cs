using System.Buffers;
using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>Parses request heads (RFC 9112 §3), strictly: exactly one space between parts, lines that end in CRLF, nothing repaired.</summary>
public sealed class RequestParser : HeadParser<RequestHead>
{
    private Part _part;
    private int _lineStart;
    private int _partStart;
    private int _scan;

    /// <summary>Makes a parser for one connection.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range.</exception>
    public RequestParser(ParserLimits limits)
        : base(limits)
    {
    }

    private enum Part : byte
    {
        EmptyLine,
        Method,
        Target,
        Version,
    }

    /// <summary>True once a byte of a head was seen that is not complete yet; an empty line before it does not count.</summary>
    public bool Started => _part > Part.EmptyLine;

    /// <summary>
    /// The caller has consumed an empty line before this head already: one is ignored, wherever the bytes were cut, and a second refused. It holds for
    /// one head.
    /// </summary>
    public bool FollowsEmptyLine { get; set; }

    /// <summary>Goes on with a head.</summary>
    /// <param name="buffer">All bytes received, from the head's first on.</param>
    /// <param name="head">The head to fill; the same on every call until it is complete. The first call resets it.</param>
    public ParseStatus Parse(in ReadOnlySequence<byte> buffer, RequestHead head) => Run(buffer, head);

    private protected override ParseStatus ParseStartLine(ReadOnlySpan<byte> bytes, RequestHead head, out int end)
    {
        end = 0;
        if (_part == Part.EmptyLine)
        {
            ParseStatus empty = SkipEmptyLine(bytes);
            if (empty != ParseStatus.Complete)
            {
                return empty;
            }
        }

        ReadOnlySpan<byte> line = StartLineWindow(bytes, _lineStart, out bool isFull);
        ParseStatus status = _part == Part.Method ? ScanMethod(line, head) : ParseStatus.Complete;
        if (status == ParseStatus.Complete && _part == Part.Target)
        {
            status = ScanTarget(line, head);
        }

        if (status == ParseStatus.Complete)
        {
            status = ScanVersion(line, head, out end);
        }

        return isFull && status == ParseStatus.NeedMore
            ? Fail(ParseErrorCode.RequestLineTooLong, _lineStart + Limits.MaxStartLineBytes)
            : status;
    }

    private protected override ParseError Finish(RequestHead head)
    {
        ParseError error = HostField.Check(head);
        if (error.IsNone)
        {
            error = BodyFraming.ForRequest(head, out BodyFraming framing);
            head.Framing = framing;
        }

        if (error.IsNone)
        {
            error = head.ReadConnection(Limits.MaxConnectionOptions);
        }

        head.CompletePath();
        return error;
    }

    private protected override void RewindStartLine()
    {
        _part = Part.EmptyLine;
        _lineStart = _partStart = _scan = 0;
        FollowsEmptyLine = false;
    }

    // RFC 9112 §2.2: one empty line before a request is ignored, for clients that end a body with a CRLF of their own.
    private ParseStatus SkipEmptyLine(ReadOnlySpan<byte> bytes)
    {
        if (_lineStart == 0 && !FollowsEmptyLine && bytes[0] == '\r')
        {
            if (bytes.Length == 1)
            {
                return ParseStatus.NeedMore;
            }

            if (bytes[1] != '\n')
            {
                return Fail(ParseErrorCode.BareCarriageReturn, 0);
            }

            _lineStart = _scan = 2;
        }

        if (bytes.Length == _lineStart)
        {
            return ParseStatus.NeedMore;
        }

        _part = Part.Method;
        return ParseStatus.Complete;
    }

    private ParseStatus ScanMethod(ReadOnlySpan<byte> line, RequestHead head)
    {
        // Most requests; one comparison of four bytes names the method and finds its end.
        if (line[_lineStart..].StartsWith("GET "u8))
        {
            return EndMethod(_lineStart + 3, KnownMethod.Get, head);
        }

        int run = line[_scan..].IndexOfAnyExcept(Tokens.Token);
        if (run < 0)
        {
            _scan = line.Length;
            return ParseStatus.NeedMore;
        }

        int at = _scan + run;
        if (line[at] != ' ' || at == _lineStart)
        {
            return Fail(line[at] == '\n' ? ParseErrorCode.BareLineFeed : ParseErrorCode.MethodInvalid, at);
        }

        return EndMethod(at, Methods.Find(line[_lineStart..at]), head);
    }

    private ParseStatus EndMethod(int end, KnownMethod method, RequestHead head)
    {
        head.SetMethod(_lineStart, end - _lineStart, method);
        _partStart = _scan = end + 1;
        _part = Part.Target;
        return ParseStatus.Complete;
    }

    private ParseStatus ScanTarget(ReadOnlySpan<byte> line, RequestHead head)
    {
        int run = line[_scan..].IndexOfAnyExcept(Tokens.Target);
        if (run < 0)
        {
            _scan = line.Length;
            return ParseStatus.NeedMore;
        }

        int at = _scan + run;
        if (line[at] != ' ' || at == _partStart)
        {
            // "GET /path" CRLF is HTTP/0.9, which is dead: what is missing is the version.
            ParseErrorCode code = line[at] switch
            {
                (byte)'\n' => ParseErrorCode.BareLineFeed,
                (byte)'\r' when at > _partStart => ParseErrorCode.VersionInvalid,
                _ => ParseErrorCode.TargetInvalid,
            };
            return Fail(code, at);
        }

        head.SetTarget(_partStart, at - _partStart);
        _scan = at + 1;
        _part = Part.Version;
        return ParseStatus.Complete;
    }

    private ParseStatus ScanVersion(ReadOnlySpan<byte> line, RequestHead head, out int end)
    {
        ParseStatus status = VersionParser.ParseLineEnd(line, _scan, out ProtocolVersion version, out ParseError error);
        end = _scan + VersionParser.Length + 2;
        if (status == ParseStatus.NeedMore)
        {
            return status;
        }

        if (status == ParseStatus.Complete)
        {
            head.Version = version;
            int targetLength = _scan - 1 - _partStart;
            int invalid = TargetParser.Parse(line.Slice(_partStart, targetLength), _partStart, head.Method, out TargetParts parts);
            head.SetParts(parts);
            error = invalid < 0 ? default : new ParseError(ParseErrorCode.TargetInvalid, _partStart + invalid);
        }

        return error.IsNone ? ParseStatus.Complete : Fail(error.Code, error.Offset);
    }
}
