using System.Buffers;
using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>
/// What request and response parsers share: resuming, segments, the field section. The caller's buffer begins at the message's first byte
/// on every call and is consumed only when the head is whole; a call goes on behind the last byte found valid. Not thread-safe; one parser
/// serves one connection, message after message.
/// </summary>
/// <typeparam name="THead">The kind of head that is filled.</typeparam>
public abstract class HeadParser<THead>
    where THead : MessageHead
{
    // A head seldom needs more than a few segments; small bites keep a body behind it out of the head's storage.
    private const int GatherBytes = 2048;

    private FieldSectionParser _fields;
    private bool _begun;
    private bool _inFields;
    private int _seen;

    private ParserLimits _limits;

    private protected HeadParser(ParserLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        _limits = limits;
    }

    /// <summary>Why the head was refused, after <see cref="ParseStatus.Failed"/>; it stays until <see cref="Reset"/>.</summary>
    public ParseError Error { get; private set; }

    private protected ParserLimits Limits => _limits;

    /// <summary>Other bounds from the next message on; they are taken as valid (<see cref="ParserLimits.Validate"/>), since this is done for each.</summary>
    public void Bound(ParserLimits limits) => _limits = limits;

    /// <summary>Forgets the present message. A head that was complete has done so already.</summary>
    public void Reset()
    {
        Error = default;
        Rewind();
    }

    private protected ParseStatus Run(in ReadOnlySequence<byte> buffer, THead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (!Error.IsNone)
        {
            return ParseStatus.Failed;
        }

        if (!_begun)
        {
            head.Reset();
            _begun = true;
        }

        // Most heads lie in one segment, even when a body behind them makes the buffer longer.
        ReadOnlySpan<byte> first = buffer.FirstSpan;
        ParseStatus status = first.Length > _seen ? Advance(first, head) : ParseStatus.NeedMore;
        return status != ParseStatus.NeedMore || buffer.IsSingleSegment ? status : Gather(buffer, head);
    }

    /// <summary>Parses the start line; <paramref name="end"/> is the offset behind its CRLF.</summary>
    private protected abstract ParseStatus ParseStartLine(ReadOnlySpan<byte> bytes, THead head, out int end);

    /// <summary>Decides what needs the whole head, whose bytes are by now its own; answers the fault, or none.</summary>
    private protected abstract ParseError Finish(THead head);

    private protected abstract void RewindStartLine();

    private protected ParseStatus Fail(ParseErrorCode code, int offset)
    {
        Error = new ParseError(code, offset);
        return ParseStatus.Failed;
    }

    /// <summary>
    /// The bytes in which a start line must have ended, CRLF included. A scan that uses them all up has met a line too long; whatever comes
    /// behind them has no influence, however it arrives.
    /// </summary>
    private protected ReadOnlySpan<byte> StartLineWindow(ReadOnlySpan<byte> bytes, int start, out bool isFull)
    {
        int limit = start + Limits.MaxStartLineBytes + 2;
        isFull = bytes.Length >= limit;
        return isFull ? bytes[..limit] : bytes;
    }

    private ParseStatus Advance(ReadOnlySpan<byte> bytes, THead head)
    {
        _seen = bytes.Length;
        int end;
        if (!_inFields)
        {
            ParseStatus line = ParseStartLine(bytes, head, out end);
            if (line != ParseStatus.Complete)
            {
                return line;
            }

            _inFields = true;
            head.FieldsStart = end;
            _fields.Begin(end);
        }

        ParseStatus status = _fields.Parse(bytes, Limits, head.Fields, out end, out ParseError error);
        if (status == ParseStatus.Complete)
        {
            head.Seal(bytes[..end]);
            error = Finish(head);
        }

        if (!error.IsNone)
        {
            return Fail(error.Code, error.Offset);
        }

        if (status == ParseStatus.Complete)
        {
            Rewind();
        }

        return status;
    }

    /// <summary>Copies segments behind one another into the head's storage, bite by bite, and parses there.</summary>
    private ParseStatus Gather(in ReadOnlySequence<byte> buffer, THead head)
    {
        int offset = 0;
        foreach (ReadOnlyMemory<byte> memory in buffer)
        {
            ReadOnlySpan<byte> segment = memory.Span;
            while (head.Gathered.Length - offset < segment.Length)
            {
                ReadOnlySpan<byte> rest = segment[(head.Gathered.Length - offset)..];
                head.Append(rest[..Math.Min(rest.Length, GatherBytes)]);
                if (head.Gathered.Length <= _seen)
                {
                    continue;
                }

                ParseStatus status = Advance(head.Gathered, head);
                if (status != ParseStatus.NeedMore)
                {
                    return status;
                }
            }

            offset += segment.Length;
        }

        return ParseStatus.NeedMore;
    }

    private void Rewind()
    {
        _begun = false;
        _inFields = false;
        _seen = 0;
        RewindStartLine();
    }
}
