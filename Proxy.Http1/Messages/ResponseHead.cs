namespace Proxy.Http1.Messages;

/// <summary>The head of one response, as parsed and validated (RFC 9112 §4).</summary>
public sealed class ResponseHead : MessageHead
{
    private int _reasonStart;
    private int _reasonLength;

    /// <summary>The status code, 100 to 599.</summary>
    public int Status { get; internal set; }

    /// <summary>The reason phrase; it may be empty.</summary>
    public ReadOnlySpan<byte> Reason => Slice(_reasonStart, _reasonLength);

    /// <summary>True for 1xx (RFC 9110 §15.2): behind all but 101 another response to the same request follows.</summary>
    public bool IsInterim => Status < 200;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _reasonStart = _reasonLength = 0;
        Status = 0;
    }

    internal void SetReason(int start, int length)
    {
        _reasonStart = start;
        _reasonLength = length;
    }
}
