using Microsoft.Extensions.Logging;

namespace Proxy.Core.Running;

/// <summary>Logging where a logger's own failure must not count.</summary>
internal static class LoggerExtensions
{
    /// <summary>Warns of a problem. Never throws.</summary>
    public static void TryWarn(this ILogger logger, string problem, Exception? exception = null)
    {
        try
        {
            logger.LogWarning(exception, "{Problem}", problem);
        }
        catch (Exception)
        {
            // A logger that throws must not keep the proxy from stopping, or from reloading.
        }
    }
}
