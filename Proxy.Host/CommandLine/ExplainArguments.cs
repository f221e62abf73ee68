namespace Proxy.Host.CommandLine;

/// <summary>What was typed after <c>proxy explain</c>.</summary>
internal sealed record ExplainArguments(
    string Config,
    string Method,
    string Url,
    IReadOnlyList<string> Headers,
    string? From,
    string? Listener,
    bool Json);
