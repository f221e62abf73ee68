using System.Buffers;

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

    /// <summary>Hands out the whole body without using it up, where all of it has arrived: it can be sent again until <see cref="SkipWhole"/>.</summary>
    public abstract bool TryPeekWhole(out ReadOnlySequence<byte> body);

    /// <summary>Uses up a body that <see cref="TryPeekWhole"/> handed out, or that has arrived whole.</summary>
    public abstract bool SkipWhole();
}
