using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Tests.Properties.Model;

/// <summary>Takes a body's framing off and puts the other side's on, with the parts the engine does it with.</summary>
/// <param name="output">Takes it.</param>
/// <param name="chunked">It goes out in chunks.</param>
/// <param name="passesTrailers">Trailer fields go out behind them.</param>
internal readonly struct BodyForwarder(ArrayWriter output, bool chunked, bool passesTrailers)
{
    /// <summary>Forwards the body at the front of the input.</summary>
    /// <param name="input">All there is.</param>
    /// <param name="head">Says where the body ends.</param>
    /// <param name="consumed">Bytes of the input that belong to it.</param>
    /// <param name="error">Why it was refused, when it failed.</param>
    public ParseStatus Run(ReadOnlySpan<byte> input, MessageHead head, out int consumed, out ParseError error)
    {
        var framing = head.Framing;
        error = default;
        consumed = 0;
        if (framing.Kind == BodyKind.Chunked)
        {
            return RunChunks(input, head, out consumed, out error);
        }

        if (framing.Kind == BodyKind.None)
        {
            return ParseStatus.Complete;
        }

        var isWhole = framing.Kind == BodyKind.UntilClose || input.Length >= framing.Length;
        consumed = framing.Kind == BodyKind.Length && isWhole ? (int)framing.Length : input.Length;
        Write(input[..consumed]);
        End(isWhole, null);
        return isWhole ? ParseStatus.Complete : ParseStatus.NeedMore;
    }

    private ParseStatus RunChunks(ReadOnlySpan<byte> input, MessageHead head, out int consumed, out ParseError error)
    {
        var trailers = new KeptTrailers(head);
        var decoder = new ChunkedDecoder(ParserLimits.Default, passesTrailers ? trailers : null);
        consumed = 0;
        ChunkStatus status;
        do
        {
            status = decoder.Read(input[consumed..], out var count, out var start, out var length);
            Write(input.Slice(consumed + start, length));
            consumed += count;
        }
        while (status == ChunkStatus.Data);
        End(status == ChunkStatus.Complete, trailers.Section);
        error = decoder.Error;
        return status switch
        {
            ChunkStatus.Complete => ParseStatus.Complete,
            ChunkStatus.Failed => ParseStatus.Failed,
            _ => ParseStatus.NeedMore,
        };
    }

    private void Write(ReadOnlySpan<byte> data)
    {
        if (!data.IsEmpty)
        {
            output.Advance(chunked ? ChunkedEncoder.WriteHeader(output.GetSpan(ChunkedEncoder.MaxHeaderBytes), data.Length) : 0);
            output.Append(data);
            output.Append(chunked ? ChunkedEncoder.DataEnd : default);
        }
    }

    private void End(bool isWhole, TrailerSection? trailers)
    {
        if (chunked && isWhole)
        {
            var writer = new HeadWriter(output.GetSpan(ChunkedEncoder.LastChunk.Length + (trailers?.Lines.Length ?? 0)));
            writer.WriteLastChunk(trailers);
            output.Advance(writer.Written);
        }
    }
}
