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

    public override void LimitTo(long maxBytes)
    {
        // Nothing is as much as is allowed.
    }

    public override bool TryPeekWhole(out BodyRead body)
    {
        body = default;
        return false;
    }

    public override bool SkipWhole() => true;
}
