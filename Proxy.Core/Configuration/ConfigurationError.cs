namespace Proxy.Core.Configuration;

/// <summary>One thing wrong with a set of options.</summary>
/// <param name="Path">Where, in the names of the configuration file: <c>upstreams.site.endpoints[1].address</c>.</param>
/// <param name="Message">What was found, what is allowed, and the likely fix.</param>
public readonly record struct ConfigurationError(string Path, string Message)
{
    /// <summary>The path of what it is at odds with, or null.</summary>
    public string? Other { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Other is null ? $"{Path}: {Message}" : $"{Path}: {Message} ({Other})";
}
