namespace Proxy.Core.Configuration;

/// <summary>Answers with a fixed response; no origin is asked.</summary>
public sealed record RespondOptions
{
    /// <summary>200 to 599; default 200.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Fields of the response, variables allowed.</summary>
    public IReadOnlyList<HeaderValueOptions> Headers { get; init; } = [];

    /// <summary>The body, at most 1 MiB; default none. Where it is text, <c>{status}</c>, <c>{reason}</c> and <c>{request.id}</c> are filled in.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The media type of the body; null for <c>text/plain; charset=utf-8</c>.</summary>
    public string? ContentType { get; init; }
}
