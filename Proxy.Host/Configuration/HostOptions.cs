using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration;

/// <summary>All that a configuration file says.</summary>
internal sealed record HostOptions
{
    /// <summary>What the proxy does.</summary>
    public ProxyOptions Proxy { get; init; } = new();

    /// <summary>How it is asked and told on its own machine.</summary>
    public ControlOptions Control { get; init; } = new();

    /// <summary>How it is asked and told over the network; null for not at all.</summary>
    public AdminOptions? Admin { get; init; }

    /// <summary>When the file is read again.</summary>
    public ReloadOptions Reload { get; init; } = new();
}
