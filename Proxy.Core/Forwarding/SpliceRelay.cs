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

    // Ends before the body does where the kernel moves nothing more: the copy goes on, and finds out why.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private static async ValueTask<ProxyError> RunAsync(
        BodySource source, EpollConnection from, BodySink sink, EpollConnection to, KernelPipe rented, long length)
    {
        KernelPipe? pipe = rented;
        try
        {
            var error = ProxyError.None;
            while (error == ProxyError.None && (length > 0 || pipe is { Held: > 0 }))
            {
                if (pipe is { Held: > 0 })
                {
                    error = await DrainAsync(sink, to, pipe).ConfigureAwait(false);
                }
                else if (pipe is not null || (pipe = from.TryRentPipe()) is not null)
                {
                    var moved = from.Receive(pipe, length);
                    if (moved == SocketStatus.Failed)
                    {
                        return ProxyError.None;
                    }

                    if (moved == SocketStatus.WouldBlock)
                    {
                        // An empty pipe is for others while the peer is silent.
                        from.ReturnPipe(pipe);
                        pipe = null;
                    }

                    error = moved == SocketStatus.WouldBlock ? await source.AwaitRawAsync().ConfigureAwait(false) : Count(source, moved);
                }
                else
                {
                    return ProxyError.None;
                }

                _ = source.RawSocket(out length);
            }

            return error;
        }
        finally
        {
            if (pipe is not null)
            {
                from.ReturnPipe(pipe);
            }

            from.UpdateReadable();
        }
    }

    private static ProxyError Count(BodySource source, int moved)
    {
        source.SkipRaw(moved);
        return moved > 0 ? ProxyError.None : source.Truncated;
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
