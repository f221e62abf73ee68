namespace Proxy.Benchmarks.Compare.Peers;

/// <summary>Every peer, in the order of reports.</summary>
internal static class PeerCatalog
{
    /// <summary>The peer that the others are set in relation to.</summary>
    public const string Ours = "ours";

    public static IReadOnlyList<string> Names { get; } = [.. CreateAll().Select(peer => peer.Name)];

    public static IReadOnlyList<Peer> Create(IReadOnlyList<string> names) => [.. CreateAll().Where(peer => names.Contains(peer.Name))];

    private static IReadOnlyList<Peer> CreateAll() =>
    [
        new OurPeer(),
        new NginxPeer("nginx", "nginx", "#009e73", "nginx.conf", bulkOnly: false),
        new NginxPeer("nginx-tuned", "nginx, 64 KiB buffers", "#7fceb9", "nginx-tuned.conf", bulkOnly: true),
        new HaproxyPeer("haproxy", "HAProxy", "#e08214", "haproxy.cfg", bulkOnly: false),
        new HaproxyPeer("haproxy-tuned", "HAProxy, 64 KiB", "#c76a00", "haproxy-tuned.cfg", bulkOnly: true),
        new HaproxyPeer("haproxy-splice", "HAProxy, splice", "#f4bf75", "haproxy-splice.cfg", bulkOnly: true),
        new YarpPeer(),
    ];
}
