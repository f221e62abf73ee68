namespace Proxy.Http1.Parsing;

/// <summary>
/// Takes chunked coding off a body (RFC 9112 §7.1). Input may be split anywhere: a call consumes some of it and points at no more than
/// one run of body data inside it, so that data goes from the receive buffer to the other side without a copy.
/// </summary>
/// <param name="limits">The bounds on chunk-size lines and on the trailer section.</param>
/// <param name="trailers">Who wants the trailer fields, or null: they are checked and dropped.</param>
public struct ChunkedDecoder(ParserLimits limits, ITrailerOwner? trailers = null)
{
    private ChunkLineDecoder _line = new(limits.MaxChunkLineBytes);
    private TrailerDecoder _trailer = new(limits, trailers);
    private Part _part;
    private long _dataLeft;
    private long _offset;

    private enum Part : byte
    {
        Line,
        Data,
        DataCarriageReturn,
        DataLineFeed,
        Trailer,
        Complete,
        Failed,
    }

    /// <summary>Why the body was refused, after <see cref="ChunkStatus.Failed"/>; the offset counts from the body's first byte.</summary>
    public ParseError Error { get; private set; }

    /// <summary>Bytes of data still to come in the present chunk; 0 between chunks.</summary>
    public readonly long DataLeft => _dataLeft;

    /// <summary>Makes ready for another body.</summary>
    public void Reset()
    {
        _line.Reset();
        _trailer.Reset();
        _part = Part.Line;
        _dataLeft = _offset = 0;
        Error = default;
    }

    /// <summary>Goes on with the body.</summary>
    /// <param name="input">Bytes behind those already consumed.</param>
    /// <param name="consumed">Bytes of <paramref name="input"/> that are done with, data included.</param>
    /// <param name="dataStart">Where the run of data begins in <paramref name="input"/>, with <see cref="ChunkStatus.Data"/>.</param>
    /// <param name="dataLength">Length of that run, else 0. The run always ends where <paramref name="consumed"/> does.</param>
    public ChunkStatus Read(ReadOnlySpan<byte> input, out int consumed, out int dataStart, out int dataLength)
    {
        dataStart = dataLength = 0;
        int at = 0;
        ChunkStatus status = ChunkStatus.NeedMore;
        while (status == ChunkStatus.NeedMore && at < input.Length && _part < Part.Complete)
        {
            if (_part == Part.Data)
            {
                dataStart = at;
                dataLength = (int)Math.Min(_dataLeft, input.Length - at);
                at += dataLength;
                TakeData(dataLength);
                status = ChunkStatus.Data;
            }
            else
            {
                Step(input, ref at);
            }
        }

        consumed = at;
        _offset += at;
        return _part switch
        {
            Part.Failed => ChunkStatus.Failed,
            Part.Complete => ChunkStatus.Complete,
            _ => status,
        };
    }

    private void TakeData(int length)
    {
        _dataLeft -= length;
        if (_dataLeft == 0)
        {
            _part = Part.DataCarriageReturn;
        }
    }

    // On a fault, `at` stays at the byte that is refused.
    private void Step(ReadOnlySpan<byte> input, ref int at)
    {
        ParseErrorCode fault = ParseErrorCode.None;
        switch (_part)
        {
            case Part.Line:
                fault = _line.Read(input, ref at, out bool lineEnded);
                if (lineEnded)
                {
                    _dataLeft = _line.Size;
                    _part = _dataLeft == 0 ? Part.Trailer : Part.Data;
                    _line.Reset();
                }

                break;
            case Part.DataCarriageReturn:
                fault = Expect((byte)'\r', Part.DataLineFeed, input, ref at);
                break;
            case Part.DataLineFeed:
                fault = Expect((byte)'\n', Part.Line, input, ref at);
                break;
            case Part.Trailer:
                fault = _trailer.Read(input, ref at, out bool trailerEnded);
                _part = trailerEnded ? Part.Complete : Part.Trailer;
                break;
        }

        if (fault != ParseErrorCode.None)
        {
            _part = Part.Failed;
            Error = new ParseError(fault, (int)Math.Min(_offset + at, int.MaxValue));
        }
    }

    private ParseErrorCode Expect(byte expected, Part next, ReadOnlySpan<byte> input, ref int at)
    {
        if (input[at] != expected)
        {
            return ParseErrorCode.ChunkDataNotTerminated;
        }

        at++;
        _part = next;
        return ParseErrorCode.None;
    }
}
