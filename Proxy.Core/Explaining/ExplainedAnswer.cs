namespace Proxy.Core.Explaining;

/// <summary>A response of the proxy's own.</summary>
/// <param name="Head">Its head, every byte but those of the time, lines ended by CRLF.</param>
/// <param name="BodyBytes">Bytes of its body; for HEAD those that are not sent.</param>
/// <param name="BodyText">The body's first line, where it is text.</param>
public sealed record ExplainedAnswer(string Head, long BodyBytes, string? BodyText)
{
    /// <summary>Names of the fields whose values differ from request to request.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
