namespace Proxy.Host.Configuration;

/// <summary>How a running proxy is asked, and with a token told, over the network.</summary>
internal sealed record AdminOptions
{
    /// <summary>Shorter tokens can be guessed.</summary>
    public const int MinTokenLength = 16;

    /// <summary>Where it listens: <c>host:port</c> or <c>unix:/path</c>.</summary>
    public string Address { get; init; } = "";

    /// <summary>What a request has to bring that changes something; null for that none may.</summary>
    public string? Token { get; init; }

    /// <summary>Names by which it may be called beside its own address and <c>localhost</c>.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
