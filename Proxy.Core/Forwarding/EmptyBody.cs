using System.Buffers;

namespace Proxy.Core.Forwarding;

/// <summary>The body of a message that has none: one for all of them.</summary>
internal sealed class EmptyBody : BodySource
{
    public static EmptyBody Instance { get; } = new();

    public override bool IsEnded => true;

    public override long BytesRead => 0;

    public override ValueTask<BodyRead> ReadAsync() => new(BodyRead.End);

    public override void Advance()
    {
        // Nothing was handed out.
    }

    public override bool TryPeekWhole(out ReadOnlySequence<byte> body)
    {
        body = default;
        return false;
    }

    public override bool SkipWhole() => true;
}
