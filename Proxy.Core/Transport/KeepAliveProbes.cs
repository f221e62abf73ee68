namespace Proxy.Core.Transport;

/// <summary>How the system asks a silent peer whether it is still there (RFC 9293 §3.8.4).</summary>
/// <param name="IdleSeconds">Silence before the first probe.</param>
/// <param name="IntervalSeconds">Between probes that go unanswered.</param>
/// <param name="Probes">After how many of them the connection is given up.</param>
internal sealed record KeepAliveProbes(int IdleSeconds, int IntervalSeconds, int Probes);
