using System.Buffers;
using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>Parses response heads (RFC 9112 §4) as strictly as requests: an origin is no more trusted with framing than a client.</summary>
public sealed class ResponseParser : HeadParser<ResponseHead>
{
    private const int StatusDigits = 3;

    private Part _part;
    private KnownMethod _requestMethod;
    private int _scan;
    private int _reasonStart;

    /// <summary>Makes a parser for one connection.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range.</exception>
    public ResponseParser(ParserLimits limits)
        : base(limits)
    {
    }

    private enum Part : byte
    {
        Version,
        Status,
        AfterStatus,
        Reason,
    }

    /// <summary>Goes on with a head.</summary>
    /// <param name="buffer">All bytes received, from the head's first on.</param>
    /// <param name="requestMethod">The method of the request that is answered: it decides whether a body follows.</param>
    /// <param name="head">The head to fill; the same on every call until it is complete. The first call resets it.</param>
    public ParseStatus Parse(in ReadOnlySequence<byte> buffer, KnownMethod requestMethod, ResponseHead head)
    {
        _requestMethod = requestMethod;
        return Run(buffer, head);
    }

    private protected override ParseStatus ParseStartLine(ReadOnlySpan<byte> bytes, ResponseHead head, out int end)
    {
        ReadOnlySpan<byte> line = StartLineWindow(bytes, 0, out bool isFull);
        ParseStatus status = _part == Part.Version && !TryTakeStatus(line, head) ? ScanVersion(line, head) : ParseStatus.Complete;
        if (status == ParseStatus.Complete && _part == Part.Status)
        {
            status = ScanStatus(line, head);
        }

        if (status == ParseStatus.Complete && _part == Part.AfterStatus)
        {
            status = ScanAfterStatus(line);
        }

        if (status == ParseStatus.Complete)
        {
            status = ScanReason(line, head);
        }

        end = _scan;
        return isFull && status == ParseStatus.NeedMore ? Fail(ParseErrorCode.StatusLineTooLong, Limits.MaxStartLineBytes) : status;
    }

    private protected override ParseError Finish(ResponseHead head)
    {
        ParseError error = BodyFraming.ForResponse(head, _requestMethod, out BodyFraming framing);
        head.Framing = framing;
        return error.IsNone ? head.ReadConnection(Limits.MaxConnectionOptions) : error;
    }

    private protected override void RewindStartLine()
    {
        _part = Part.Version;
        _scan = _reasonStart = 0;
    }

    // The ordinary beginning in one comparison; anything else is left to the careful scans.
    private bool TryTakeStatus(ReadOnlySpan<byte> line, ResponseHead head)
    {
        const int StatusAt = 9;
        const int ReasonAt = 13;
        if (line.Length < ReasonAt || !line.StartsWith("HTTP/1.1 "u8) || line[ReasonAt - 1] != ' ')
        {
            return false;
        }

        uint hundreds = line[StatusAt] - (uint)'0';
        uint tens = line[StatusAt + 1] - (uint)'0';
        uint ones = line[StatusAt + 2] - (uint)'0';
        if (hundreds - 1 > 4 || tens > 9 || ones > 9)
        {
            return false;
        }

        head.Version = ProtocolVersion.Http11;
        head.Status = (int)((hundreds * 100) + (tens * 10) + ones);
        _scan = _reasonStart = ReasonAt;
        _part = Part.Reason;
        return true;
    }

    private ParseStatus ScanVersion(ReadOnlySpan<byte> line, ResponseHead head)
    {
        ParseStatus status = VersionParser.ParseForm(line, 0, out ParseError error);
        if (status == ParseStatus.Complete)
        {
            status = VersionParser.Name(line, 0, out ProtocolVersion version, out error);
            head.Version = version;
            _scan = VersionParser.Length;
            _part = Part.Status;
        }

        return error.IsNone ? status : Fail(error.Code, error.Offset);
    }

    private ParseStatus ScanStatus(ReadOnlySpan<byte> line, ResponseHead head)
    {
        for (; _scan <= VersionParser.Length + StatusDigits; _scan++)
        {
            if (_scan == line.Length)
            {
                return ParseStatus.NeedMore;
            }

            byte b = line[_scan];
            if (_scan == VersionParser.Length ? b != ' ' : !Tokens.IsDigit(b))
            {
                return Fail(b == '\n' ? ParseErrorCode.BareLineFeed : ParseErrorCode.StatusInvalid, _scan);
            }

            if (_scan == VersionParser.Length + 1 && b is < (byte)'1' or > (byte)'5')
            {
                return Fail(ParseErrorCode.StatusInvalid, _scan);
            }
        }

        ReadOnlySpan<byte> digits = line.Slice(VersionParser.Length + 1, StatusDigits);
        head.Status = ((digits[0] - '0') * 100) + ((digits[1] - '0') * 10) + (digits[2] - '0');
        _part = Part.AfterStatus;
        return ParseStatus.Complete;
    }

    // The grammar wants a space even before an empty reason. Servers that leave it out are common and CRLF leaves no doubt: accepted.
    private ParseStatus ScanAfterStatus(ReadOnlySpan<byte> line)
    {
        if (_scan == line.Length)
        {
            return ParseStatus.NeedMore;
        }

        byte b = line[_scan];
        if (b is not ((byte)' ' or (byte)'\r'))
        {
            return Fail(b == '\n' ? ParseErrorCode.BareLineFeed : ParseErrorCode.StatusInvalid, _scan);
        }

        _scan += b == ' ' ? 1 : 0;
        _reasonStart = _scan;
        _part = Part.Reason;
        return ParseStatus.Complete;
    }

    private ParseStatus ScanReason(ReadOnlySpan<byte> line, ResponseHead head)
    {
        _scan = Tokens.NextControl(line, _scan);
        if (_scan == line.Length)
        {
            return ParseStatus.NeedMore;
        }

        if (line[_scan] != '\r')
        {
            return Fail(line[_scan] == '\n' ? ParseErrorCode.BareLineFeed : ParseErrorCode.ReasonInvalid, _scan);
        }

        if (_scan + 1 == line.Length)
        {
            return ParseStatus.NeedMore;
        }

        if (line[_scan + 1] != '\n')
        {
            return Fail(ParseErrorCode.BareCarriageReturn, _scan);
        }

        head.SetReason(_reasonStart, _scan - _reasonStart);
        _scan += 2;
        return ParseStatus.Complete;
    }
}
