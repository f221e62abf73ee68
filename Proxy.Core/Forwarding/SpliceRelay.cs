using System.Runtime.CompilerServices;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Transport.Linux;

namespace Proxy.Core.Forwarding;

/// <summary>
/// The kernel's shortcut for the rest of a large body between two plain sockets of one loop: <c>splice</c> moves pages through a pipe, and no byte is
/// copied. A pipe is filled only when it is empty, so that a slow reader holds at most its capacity.
/// </summary>
internal static class SpliceRelay
{
    // Below it the two system calls more and the wait for the socket to be drained cost what the copy would.
    private const long LeastBytes = 256 * 1024;

    /// <summary>Begins where both ends are such sockets, and enough is left; else the bytes are copied.</summary>
    public static bool TryBegin(BodySource source, BodySink sink, out ValueTask<ProxyError> relay)
    {
        relay = default;
        if (source.RawSocket(out var length) is not { } from || length < LeastBytes || sink.RawSocket() is not { } to || from.Loop != to.Loop
            || from.TryRentPipe() is not { } pipe)
        {
            return false;
        }

        relay = RunAsync(source, from, sink, to, pipe, length);
        return true;
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private static async ValueTask<ProxyError> RunAsync(
        BodySource source, EpollConnection from, BodySink sink, EpollConnection to, KernelPipe pipe, long length)
    {
        try
        {
            var error = ProxyError.None;
            while (error == ProxyError.None && (length > 0 || pipe.Held > 0))
            {
                error = pipe.Held > 0
                    ? await DrainAsync(sink, to, pipe).ConfigureAwait(false)
                    : await FillAsync(source, from, pipe, length).ConfigureAwait(false);
                _ = source.RawSocket(out length);
            }

            return error;
        }
        finally
        {
            from.ReturnPipe(pipe);
            from.UpdateReadable();
        }
    }

    private static ValueTask<ProxyError> FillAsync(BodySource source, EpollConnection from, KernelPipe pipe, long length)
    {
        var moved = from.Receive(pipe, length);
        if (moved > 0)
        {
            source.SkipRaw(moved);
            return new(ProxyError.None);
        }

        return moved == SocketStatus.WouldBlock ? source.AwaitRawAsync() : new(source.Truncated);
    }

    private static ValueTask<ProxyError> DrainAsync(BodySink sink, EpollConnection to, KernelPipe pipe)
    {
        var sent = to.Send(pipe);
        if (sent > 0)
        {
            sink.CountRaw(sent);
            return new(ProxyError.None);
        }

        return sent == SocketStatus.WouldBlock ? sink.AwaitRoomAsync() : new(sink.Gone);
    }
}
