using Microsoft.Extensions.Logging;

namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>
/// An endpoint went down or came up: it is logged, and its group makes another set. Both are done off the loops: a log may block, and so may the group's lock.
/// </summary>
/// <param name="endpoint">Whose state has changed.</param>
/// <param name="status">To what.</param>
/// <param name="wasDown">It was down before, not new.</param>
/// <param name="logger">Where to tell it.</param>
internal sealed class ProbeNotice(Endpoint endpoint, ProbeStatus status, bool wasDown, ILogger logger) : IThreadPoolWorkItem
{
    public void Execute()
    {
        endpoint.Group.Refresh();
        try
        {
            Log();
        }
        catch (Exception)
        {
            // A logger that throws must not take the process with it.
        }
    }

    private void Log()
    {
        var (name, upstream) = (endpoint.Name, endpoint.Group.Options.Name);
        if (status.State == ProbeState.Down)
        {
            logger.LogWarning("endpoint {Endpoint} of upstream \"{Upstream}\" is down: {Reason}", name, upstream, status.Last?.Reason);
        }
        else
        {
            logger.LogInformation("endpoint {Endpoint} of upstream \"{Upstream}\" is up{Again}", name, upstream, wasDown ? " again" : "");
        }
    }
}
