using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Proxy.Core.Forwarding;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Transport.Linux;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Connections;

/// <summary>
/// Puts a message's body on an HTTP/1.1 connection, chunked where its length is not said (RFC 9112 §7.1). Few bytes are copied behind what waits to be
/// sent; many go straight from the receive buffer, with what waits, in one system call.
/// </summary>
internal sealed class Http1BodySink : BodySink
{
    private const int CopyBytes = 4096;
    private const int HoldBytes = 16 * 1024;

    private readonly PeerErrors _errors;
    private StallLimits _stallLimits = StallLimits.None;
    private readonly EventLoop _loop;
    private StallGuard? _guard;
    private bool _isGuarded;
    private PipeWriter _output = null!;
    private bool _chunked;
    private bool _mayPutOff;
    private bool _passesTrailers;
    private long _bytesWritten;
    private int _held;

    public Http1BodySink(EventLoop loop, PeerErrors errors) => (_loop, _errors) = (loop, errors);

    public override long CountUntaken() => (_output as IGatherWriter)?.CountUntaken() ?? 0;

    public override long BytesWritten => _bytesWritten;

    /// <summary>Begins a body behind whatever was written to the connection before.</summary>
    /// <param name="output">The connection.</param>
    /// <param name="chunked">The body goes out in chunks.</param>
    /// <param name="stallLimits">What the peer may keep us waiting for.</param>
    /// <param name="mayPutOff">The end of a small body may leave later: with the loop's turn, or with the connection's end.</param>
    /// <param name="passesTrailers">Trailer fields go out behind the last chunk; else they are dropped (RFC 9110 §6.5.1).</param>
    public void Begin(PipeWriter output, bool chunked, StallLimits stallLimits, bool mayPutOff = false, bool passesTrailers = false)
    {
        (_output, _chunked, _mayPutOff, _bytesWritten, _held) = (output, chunked, mayPutOff, 0, 0);
        _passesTrailers = chunked && passesTrailers;
        _stallLimits = stallLimits;
    }

    /// <summary>Begins what has no framing at all: everything up to the end of the connection, in its own time.</summary>
    public void BeginTunnel(PipeWriter output)
    {
        Clear();
        Begin(output, chunked: false, StallLimits.None);
    }

    /// <summary>Lets go of the connection.</summary>
    public void Clear()
    {
        _output = null!;
        if (_isGuarded)
        {
            _isGuarded = false;
            _guard!.Clear();
        }
    }

    public override ValueTask<ProxyError> WriteAsync(in BodyRead read)
    {
        var length = read.Data.Length;
        _bytesWritten += length;
        if (length > CopyBytes)
        {
            return WriteLarge(read);
        }

        WriteFramed(read, (int)length);
        if (read.MoreIsReady && !read.IsLast && _held < HoldBytes)
        {
            _held += (int)length + ChunkedEncoder.MaxHeaderBytes;
            return new(ProxyError.None);
        }

        _held = 0;
        return read.IsLast && _mayPutOff ? FlushSoonAsync() : FlushAsync();
    }

    public override ValueTask<ProxyError> FlushSoonAsync() =>
        _output is IGatherWriter gather && gather.TryFlushSoon() ? new(ProxyError.None) : FlushAsync();

    public override EpollConnection? RawSocket() =>
        !_chunked && _output is SocketWriter { IsIdle: true, Connection: EpollConnection socket } ? socket : null;

    public override ProxyError Gone => _errors.Gone;

    public override void CountRaw(long bytes) => _bytesWritten += bytes;

    public override ValueTask<ProxyError> AwaitRoomAsync() => WaitAsync(((SocketWriter)_output).WaitWritableAsync());

    /// <summary>Sends what was written to the connection before, a head for example.</summary>
    public ValueTask<ProxyError> FlushAsync() => Await(_output.FlushAsync());

    /// <summary>Ends a flush of the connection as this body's own.</summary>
    public ValueTask<ProxyError> Await(ValueTask<FlushResult> flush) =>
        flush.IsCompletedSuccessfully ? new(ToError(flush.Result)) : WaitAsync(flush);

    private void WriteFramed(in BodyRead read, int length)
    {
        var endsChunks = read.IsLast && _chunked;
        if (length == 0 && !endsChunks)
        {
            return;
        }

        var trailers = TrailersOf(read);
        var framing = ChunkedEncoder.MaxHeaderBytes + ChunkedEncoder.DataEnd.Length + ChunkedEncoder.LastChunk.Length;
        var writer = new HeadWriter(_output.GetSpan(length + framing + (trailers is null ? 0 : trailers.Lines.Length)));
        if (_chunked && length > 0)
        {
            writer.WriteChunkHeader(length);
        }

        foreach (var memory in read.Data)
        {
            writer.Write(memory.Span);
        }

        writer.Write(_chunked && length > 0 ? ChunkedEncoder.DataEnd : default);
        if (endsChunks)
        {
            writer.WriteLastChunk(trailers);
        }

        _output.Advance(writer.Written);
    }

    private TrailerSection? TrailersOf(in BodyRead read) => _passesTrailers && read.IsLast ? read.Trailers : null;

    private ValueTask<ProxyError> WriteLarge(in BodyRead read)
    {
        _held = 0;
        if (_chunked)
        {
            _output.Advance(ChunkedEncoder.WriteHeader(_output.GetSpan(ChunkedEncoder.MaxHeaderBytes), read.Data.Length));
        }

        var sent = _output is IGatherWriter gather ? Await(gather.FlushAsync(read.Data)) : WriteSegmentsAsync(read.Data);
        return _chunked ? EndChunkAsync(sent, read.IsLast, TrailersOf(read)) : sent;
    }

    // A chunk is ended at once: its receiver may wait for the end before it looks at the data.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> EndChunkAsync(ValueTask<ProxyError> sent, bool isLast, TrailerSection? trailers)
    {
        var error = await sent.ConfigureAwait(false);
        if (error != ProxyError.None)
        {
            return error;
        }

        _output.Write(ChunkedEncoder.DataEnd);
        if (isLast)
        {
            WriteFramed(BodyRead.End with { Trailers = trailers }, 0);
        }

        return await Await(_output.FlushAsync()).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> WriteSegmentsAsync(ReadOnlySequence<byte> data)
    {
        foreach (var memory in data)
        {
            var error = await Await(_output.WriteAsync(memory)).ConfigureAwait(false);
            if (error != ProxyError.None)
            {
                return error;
            }
        }

        return ProxyError.None;
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private async ValueTask<ProxyError> WaitAsync(ValueTask<FlushResult> flush)
    {
        var guard = Guard();
        guard.Begin(_bytesWritten);
        try
        {
            return ToError(await flush.ConfigureAwait(false));
        }
        catch (IOException)
        {
            return _errors.Gone;
        }
        finally
        {
            guard.End();
        }
    }

    private StallGuard Guard()
    {
        _guard ??= new StallGuard(_loop);
        if (!_isGuarded)
        {
            _isGuarded = true;
            _guard.Watch(null, _output, _stallLimits);
        }

        return _guard;
    }

    private ProxyError ToError(FlushResult result) =>
        result.IsCanceled ? (_isGuarded && _guard!.Expired ? _errors.SendStalled : _errors.Gone)
        : result.IsCompleted ? _errors.Gone
        : ProxyError.None;
}
