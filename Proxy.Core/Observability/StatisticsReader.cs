using Proxy.Core.Observability.AccessLogs;
using Proxy.Core.Pipeline;
using Proxy.Core.Upstreams.Health;

namespace Proxy.Core.Observability;

/// <summary>Sums what the loops counted.</summary>
internal static class StatisticsReader
{
    public static ProxyStatistics Read(Worker[] workers, AccessLog? accessLog, HealthTotals health)
    {
        var counters = workers.Select(worker => worker.Counters).ToArray();
        return new ProxyStatistics
        {
            OpenConnections = workers.Sum(worker => worker.Loop.ConnectionCount),
            OpenConnectionsByLoop = [.. workers.Select(worker => worker.Loop.ConnectionCount)],
            ConnectionsAccepted = counters.Sum(each => each.ConnectionsAccepted),
            ConnectionsShed = counters.Sum(each => each.ConnectionsShed),
            Requests = counters.Sum(each => each.Requests),
            Retries = counters.Sum(each => each.Retries),
            RetriesByReason = Enum.GetValues<RetryReason>()
                .Select(reason => (reason, count: counters.Sum(each => each.Of(reason))))
                .Where(pair => pair.count > 0)
                .ToDictionary(pair => pair.reason, pair => pair.count),
            RetryBudgetExhausted = counters.Sum(each => each.RetryBudgetExhausted),
            UpstreamConnects = counters.Sum(each => each.UpstreamConnects),
            UpstreamReused = counters.Sum(each => each.UpstreamReused),
            UpstreamOpen = workers.Sum(worker => worker.UpstreamOpen),
            UpstreamIdle = workers.Sum(worker => worker.UpstreamIdle),
            EndpointEjections = health.Ejections,
            UpstreamPanics = health.Panics,
            UpstreamsInPanic = health.Panicking,
            MirroredRequests = counters.Sum(each => each.MirroredRequests),
            MirrorsSkipped = counters.Sum(each => each.MirrorsSkipped),
            MirrorsFailed = counters.Sum(each => each.MirrorsFailed),
            ProbesSent = counters.Sum(each => each.ProbesSent),
            ProbesFailed = counters.Sum(each => each.ProbesFailed),
            TunnelsOpened = counters.Sum(each => each.TunnelsOpened),
            OpenTunnels = (int)counters.Sum(each => each.TunnelsOpened - each.TunnelsClosed),
            AccessLogLinesDropped = accessLog?.Dropped ?? 0,
            BuffersInUse = workers.Sum(worker => worker.Loop.Buffers.InUse),
            Faults = workers.Sum(worker => worker.Loop.Faults),
            Errors = Enum.GetValues<ProxyError>()
                .Select(error => (error, count: counters.Sum(each => each.Of(error))))
                .Where(pair => pair.count > 0)
                .ToDictionary(pair => pair.error, pair => pair.count),
        };
    }
}
