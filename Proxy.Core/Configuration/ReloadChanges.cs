using Proxy.Core.Transport;
using Proxy.Core.Upstreams;

namespace Proxy.Core.Configuration;

/// <summary>Says what a reload has changed.</summary>
internal static class ReloadChanges
{
    /// <param name="previous">What ran before.</param>
    /// <param name="present">What runs now.</param>
    /// <param name="wanted">What was asked for, which may be more.</param>
    /// <param name="listeners">What became of the listeners.</param>
    public static ReloadReport Describe(ProxySnapshot previous, ProxySnapshot present, ProxyOptions wanted, ListenerChange listeners)
    {
        var (before, now) = (EndpointsOf(previous), EndpointsOf(present));
        var kept = now.Count(before.Contains);
        return new ReloadReport
        {
            NeedsRestart = [.. NeedRestart(present.Options, wanted)],
            ListenersOpened = [.. listeners.Opened.Select(listener => listener.Name)],
            ListenersClosed = [.. listeners.Removed.Select(listener => listener.Name)],
            EndpointsKept = kept,
            EndpointsAdded = now.Count - kept,
            EndpointsRemoved = before.Count - kept,
        };
    }

    // Loops are made once: connections live on them, and on a kind of them, and lines are on their way in them.
    private static IEnumerable<string> NeedRestart(ProxyOptions runs, ProxyOptions wanted)
    {
        if (runs.Transport.Threads != wanted.Transport.Threads)
        {
            yield return "threads";
        }

        if (runs.Transport.Kind != wanted.Transport.Kind)
        {
            yield return "transport";
        }

        if (runs.AccessLog != wanted.AccessLog)
        {
            yield return "accessLog";
        }
    }

    private static HashSet<Endpoint> EndpointsOf(ProxySnapshot snapshot) => [.. snapshot.Upstreams.SelectMany(upstream => upstream.Endpoints)];
}
