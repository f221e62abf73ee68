namespace Proxy.Benchmarks.Compare.Peers;

/// <summary>A peer cannot take part on this machine; the comparison goes on without it.</summary>
internal sealed class PeerUnavailableException(string message) : Exception(message);
