using Proxy.Core;

namespace Proxy.Host.Reloading;

/// <summary>What a reload has changed, in words.</summary>
internal static class ReloadNotes
{
    public static IEnumerable<string> Of(ReloadReport report)
    {
        yield return $"endpoints: {report.EndpointsKept} kept, {report.EndpointsAdded} added, {report.EndpointsRemoved} removed";
        if (report.ListenersOpened.Count > 0)
        {
            yield return $"listeners opened: {string.Join(", ", report.ListenersOpened)}";
        }

        if (report.ListenersClosed.Count > 0)
        {
            yield return $"listeners closed: {string.Join(", ", report.ListenersClosed)}";
        }
    }
}
