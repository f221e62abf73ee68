using System.Globalization;

namespace Proxy.Benchmarks.Compare.Peers;

/// <summary>The place a peer takes in one scenario.</summary>
/// <param name="Port">The loopback port to listen on.</param>
/// <param name="OriginPort">The loopback port to forward to.</param>
/// <param name="Threads">Threads or workers to serve with.</param>
/// <param name="Directory">Its own directory for configuration and temporary files.</param>
/// <param name="IsRouted">It has the routes and changes to fields of <see cref="Scenarios.Scenario.IsRouted"/>.</param>
internal sealed record PeerSlot(int Port, int OriginPort, int Threads, string Directory, bool IsRouted = false)
{
    /// <summary>The values of the places in configuration templates.</summary>
    public IReadOnlyDictionary<string, string> TemplateValues { get; } = new Dictionary<string, string>
    {
        ["PORT"] = Port.ToString(CultureInfo.InvariantCulture),
        ["ORIGIN_PORT"] = OriginPort.ToString(CultureInfo.InvariantCulture),
        ["THREADS"] = Threads.ToString(CultureInfo.InvariantCulture),
        ["WORKERS"] = Threads.ToString(CultureInfo.InvariantCulture),
        ["DIRECTORY"] = Directory,
        ["USER"] = Environment.UserName,
    };

    /// <summary>The configuration to use in place of the peer's own: <c>resilience</c> takes proxy-resilience.json, nginx-resilience.conf and so on.</summary>
    public string? Variant { get; init; }

    /// <summary>What goes into further places of that configuration.</summary>
    public IReadOnlyList<(string Place, string Value)> VariantValues { get; init; } = [];
}
