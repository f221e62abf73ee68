using Proxy.Core.Pipeline;
using Proxy.Core.Transport.Linux;

namespace Proxy.Core.Forwarding;

/// <summary>Where a body goes, whatever protocol carries it. What was written before it, a head, leaves with its first bytes where they are here.</summary>
internal abstract class BodySink
{
    /// <summary>Body bytes taken so far.</summary>
    public abstract long BytesWritten { get; }

    /// <summary>
    /// Sends the bytes of a read, and the end of the body where they are the last, trailer fields included where the other side takes them. The bytes
    /// may be let go afterwards.
    /// </summary>
    public abstract ValueTask<ProxyError> WriteAsync(in BodyRead read);

    /// <summary>What was written before the body, a head, leaves soon, with the body or without it.</summary>
    public abstract ValueTask<ProxyError> FlushSoonAsync();

    /// <summary>Bytes handed over that the peer has not taken, as far as can be told. A system call.</summary>
    public abstract long CountUntaken();

    /// <summary>The socket that takes the body as it is, or null where something has to be added or is still to be sent.</summary>
    public virtual EpollConnection? RawSocket() => null;

    /// <summary>Bytes of the body were sent past us.</summary>
    public virtual void CountRaw(long bytes) => throw new NotSupportedException();

    /// <summary>What it is called when the raw socket takes nothing more.</summary>
    public virtual ProxyError Gone => throw new NotSupportedException();

    /// <summary>Waits for the raw socket to take more; the error, where it will not.</summary>
    public virtual ValueTask<ProxyError> AwaitRoomAsync() => throw new NotSupportedException();
}
