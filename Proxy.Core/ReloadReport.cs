namespace Proxy.Core;

/// <summary>What a reload has changed.</summary>
public sealed record ReloadReport
{
    /// <summary>Keys of the configuration whose change waits for a restart: what runs is as it was there.</summary>
    public IReadOnlyList<string> NeedsRestart { get; init; } = [];

    /// <summary>Names of the listeners that were opened.</summary>
    public IReadOnlyList<string> ListenersOpened { get; init; } = [];

    /// <summary>Names of the listeners that were closed.</summary>
    public IReadOnlyList<string> ListenersClosed { get; init; } = [];

    /// <summary>Endpoints that went on as they were, with their connections.</summary>
    public int EndpointsKept { get; init; }

    /// <summary>Endpoints that are new.</summary>
    public int EndpointsAdded { get; init; }

    /// <summary>Endpoints that are gone.</summary>
    public int EndpointsRemoved { get; init; }
}
