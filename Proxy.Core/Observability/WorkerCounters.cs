using Proxy.Core.Connections;
using Proxy.Core.Pipeline;

namespace Proxy.Core.Observability;

/// <summary>What one loop counts. Written by its thread only; other threads read sums that may be a moment old.</summary>
internal sealed class WorkerCounters
{
    private readonly long[] _errors = new long[Enum.GetValues<ProxyError>().Length];
    private readonly long[] _retries = new long[Enum.GetValues<RetryReason>().Length];
    private readonly long[] _closes = new long[Enum.GetValues<CloseReason>().Length];

    public long ConnectionsAccepted { get; set; }

    public long ConnectionsShed { get; set; }

    public long Requests { get; set; }

    public long Retries => _retries.Sum();

    public long RetryBudgetExhausted { get; set; }

    public long UpstreamConnects { get; set; }

    public long UpstreamReused { get; set; }

    public long MirroredRequests { get; set; }

    public long MirrorsSkipped { get; set; }

    public long MirrorsFailed { get; set; }

    public long ProbesSent { get; set; }

    public long ProbesFailed { get; set; }

    public long TunnelsOpened { get; set; }

    public long TunnelsClosed { get; set; }

    public void Count(ProxyError error) => _errors[(int)error]++;

    public void Count(RetryReason reason) => _retries[(int)reason]++;

    public void Count(CloseReason reason) => _closes[(int)reason]++;

    public long Of(ProxyError error) => _errors[(int)error];

    public long Of(RetryReason reason) => _retries[(int)reason];

    public long Of(CloseReason reason) => _closes[(int)reason];
}
