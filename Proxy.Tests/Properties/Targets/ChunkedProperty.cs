using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;
using Proxy.Tests.Properties.Model;
using Proxy.Tests.Properties.Naive;

namespace Proxy.Tests.Properties.Targets;

/// <summary>A body in chunked coding: decoded the same however it is cut, as the naive reader decodes it, and again after it was coded anew.</summary>
internal sealed class ChunkedProperty : IProperty
{
    public string Name => "chunked";

    public void Check(byte[] input)
    {
        var whole = Decode(input, _ => input.Length);
        var random = Feed.RandomOf(input);
        CheckSame(whole, Decode(input, _ => 1), "byte by byte");
        CheckSame(whole, Decode(input, _ => random.Next(1, 12)), "in small pieces");
        CheckSame(whole, Decode(input, left => random.Next(1, left + 1)), "in large pieces");
        CheckNaive(input, whole);
        CheckFixedPoint(whole);
    }

    private static void CheckSame(in Decoded whole, in Decoded other, string how)
    {
        var isSame = (whole.Status, whole.Error, whole.Consumed) == (other.Status, other.Error, other.Consumed)
            && whole.Data.AsSpan().SequenceEqual(other.Data)
            && (whole.Status != ChunkStatus.Complete || whole.Trailers.AsSpan().SequenceEqual(other.Trailers));
        if (!isSame)
        {
            throw new PropertyException("chunked body depends on segmentation", $"{how}: {other}, whole: {whole}");
        }
    }

    private static void CheckNaive(byte[] input, in Decoded whole)
    {
        var cursor = new NaiveCursor(input);
        var message = new NaiveMessage();
        var isWhole = NaiveChunks.Read(cursor, message);
        var isComplete = whole.Status == ChunkStatus.Complete;
        if (isComplete && !(isWhole && cursor.At == whole.Consumed && message.Body.AsSpan().SequenceEqual(whole.Data)))
        {
            throw new PropertyException("chunked body is read in two ways", $"{whole}, naively: {isWhole} to {cursor.At}, {message.Body.Length} bytes, {cursor.Why}");
        }

        if (isComplete)
        {
            CheckTrailers(message, whole);
        }

        if (!isComplete && isWhole && !Excuses.Cover(whole.Error.Code))
        {
            throw new PropertyException("refuses a right chunked body", $"{whole}");
        }
    }

    // Those that may be passed on are the naive reader's, in order.
    private static void CheckTrailers(NaiveMessage message, in Decoded whole)
    {
        var kept = new NaiveMessage { Body = message.Body };
        NaiveHead.ReadFields(new NaiveCursor([.. whole.Trailers, (byte)'\r', (byte)'\n']), kept.Trailers);
        if (Messages.BodyDiffers(message, kept) is { } difference)
        {
            throw new PropertyException("trailer fields are read in two ways", difference);
        }
    }

    private static void CheckFixedPoint(in Decoded whole)
    {
        var coded = new List<byte>();
        if (whole.Data.Length > 0)
        {
            Span<byte> header = stackalloc byte[ChunkedEncoder.MaxHeaderBytes];
            coded.AddRange(header[..ChunkedEncoder.WriteHeader(header, whole.Data.Length)]);
            coded.AddRange(whole.Data);
            coded.AddRange(ChunkedEncoder.DataEnd);
        }

        coded.AddRange("0\r\n"u8);
        coded.AddRange(whole.Status == ChunkStatus.Complete ? whole.Trailers : []);
        coded.AddRange("\r\n"u8);
        byte[] bytes = [.. coded];
        var again = Decode(bytes, _ => bytes.Length);
        if (again.Status != ChunkStatus.Complete || again.Consumed != bytes.Length || !again.Data.AsSpan().SequenceEqual(whole.Data)
            || (whole.Status == ChunkStatus.Complete && !again.Trailers.AsSpan().SequenceEqual(whole.Trailers)))
        {
            throw new PropertyException("chunked body is no fixed point", $"{again}");
        }
    }

    private static Decoded Decode(byte[] input, Func<int, int> next)
    {
        var trailers = new KeptTrailers(null);
        var decoder = new ChunkedDecoder(ParserLimits.Default, trailers);
        var data = new List<byte>();
        var status = ChunkStatus.NeedMore;
        var at = 0;
        while (at < input.Length && status is ChunkStatus.NeedMore or ChunkStatus.Data)
        {
            var piece = input.AsSpan(at, Math.Min(next(input.Length - at), input.Length - at));
            while (!piece.IsEmpty && status is ChunkStatus.NeedMore or ChunkStatus.Data)
            {
                status = decoder.Read(piece, out var consumed, out var start, out var length);
                data.AddRange(piece.Slice(start, length));
                piece = piece[consumed..];
                at += consumed;
            }
        }

        status = status == ChunkStatus.Data ? ChunkStatus.NeedMore : status;
        return new Decoded(status, decoder.Error, at, [.. data], trailers.Section is { } section ? section.Lines.ToArray() : []);
    }

    private readonly record struct Decoded(ChunkStatus Status, ParseError Error, int Consumed, byte[] Data, byte[] Trailers);
}
