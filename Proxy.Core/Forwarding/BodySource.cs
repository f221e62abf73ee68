using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Transport.Linux;

namespace Proxy.Core.Forwarding;

/// <summary>Where a body comes from, whatever protocol carries it.</summary>
internal abstract class BodySource
{
    /// <summary>The whole body was read.</summary>
    public abstract bool IsEnded { get; }

    /// <summary>Body bytes handed out so far.</summary>
    public abstract long BytesRead { get; }

    /// <summary>The next bytes. Has to be followed by <see cref="Advance"/> once they are used, unless it failed.</summary>
    public abstract ValueTask<BodyRead> ReadAsync();

    /// <summary>The bytes of the last read are used.</summary>
    public abstract void Advance();

    /// <summary>
    /// The socket from which the rest of the body comes as it is, and how much that is: the kernel may move it past us. Null where the bytes have to pass
    /// through here.
    /// </summary>
    public virtual EpollConnection? RawSocket(out long length)
    {
        length = 0;
        return null;
    }

    /// <summary>Bytes of the body were moved past us.</summary>
    public virtual void SkipRaw(long bytes) => throw new NotSupportedException();

    /// <summary>What it is called when the raw socket ends before the body.</summary>
    public virtual ProxyError Truncated => throw new NotSupportedException();

    /// <summary>Waits for the raw socket to have more; the error, where it will not.</summary>
    public virtual ValueTask<ProxyError> AwaitRawAsync() => throw new NotSupportedException();

    /// <summary>Another bound on the body from now on, in bytes.</summary>
    public abstract void LimitTo(long maxBytes);

    /// <summary>Takes the trailer fields off that a route takes off heads; before the body is read. Only bodies that can have some do it.</summary>
    public virtual void FilterTrailers(HeaderPolicy? policy)
    {
    }

    /// <summary>Hands out the whole body without using it up, where all of it has arrived: it can be sent again until <see cref="SkipWhole"/>.</summary>
    public abstract bool TryPeekWhole(out BodyRead body);

    /// <summary>Uses up a body that <see cref="TryPeekWhole"/> handed out, or that has arrived whole.</summary>
    public abstract bool SkipWhole();
}
