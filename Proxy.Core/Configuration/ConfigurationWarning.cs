namespace Proxy.Core.Configuration;

/// <summary>Something in a set of options that can be run, but is hardly what was meant.</summary>
/// <param name="Path">Where, in the names of the configuration file: <c>routes[3]</c>.</param>
/// <param name="Message">What about it.</param>
public readonly record struct ConfigurationWarning(string Path, string Message)
{
    /// <summary>The path of what makes it so, or null.</summary>
    public string? Other { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Other is null ? $"{Path}: {Message}" : $"{Path}: {Message} ({Other})";
}
