namespace Proxy.Host.Configuration;

/// <summary>When the configuration file is read again, beside when one is told to.</summary>
internal sealed record ReloadOptions
{
    /// <summary>Whenever it has changed.</summary>
    public bool Watch { get; init; }
}
