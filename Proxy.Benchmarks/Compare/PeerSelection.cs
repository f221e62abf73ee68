using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Peers;

namespace Proxy.Benchmarks.Compare;

/// <summary>The peers that were asked for, as far as this machine has them.</summary>
/// <param name="Peers">Those that take part.</param>
/// <param name="Versions">Version of each, by name.</param>
/// <param name="Skipped">Why a peer does not take part, by name.</param>
internal sealed record PeerSelection(
    IReadOnlyList<Peer> Peers, IReadOnlyDictionary<string, string> Versions, IReadOnlyDictionary<string, string> Skipped)
{
    /// <summary>Installs and builds what is missing, where that can be done.</summary>
    /// <param name="names">The peers.</param>
    /// <param name="programs">What is needed beside them.</param>
    /// <param name="workspace">Where they are built.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="CompareException">Nobody can take part.</exception>
    public static async Task<PeerSelection> PrepareAsync(
        IReadOnlyList<string> names, IEnumerable<string> programs, Workspace workspace, CancellationToken cancellation)
    {
        var asked = PeerCatalog.Create(names);
        var needed = programs.ToHashSet();
        if (asked.Any(peer => peer is NginxPeer))
            needed.Add("nginx");
        if (asked.Any(peer => peer is HaproxyPeer))
            needed.Add("haproxy");
        await Toolbox.InstallMissingAsync(needed, cancellation);

        var usable = new List<Peer>();
        var versions = new Dictionary<string, string>();
        var skipped = new Dictionary<string, string>();
        foreach (var peer in asked)
        {
            try
            {
                versions[peer.Name] = await peer.PrepareAsync(workspace, cancellation);
                usable.Add(peer);
            }
            catch (PeerUnavailableException reason)
            {
                skipped[peer.Name] = reason.Message;
            }
        }

        return usable.Count > 0
            ? new PeerSelection(usable, versions, skipped)
            : throw new CompareException("none of the peers can be measured on this machine.");
    }
}
