using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Balancing;

/// <summary>
/// Measures tries for <see cref="PeakEwma"/>, and for nobody else: it takes the fine clock, since origins may answer in less than the step of the loops' own,
/// and every answer would seem to take either no time or a whole step.
/// </summary>
internal static class LatencySample
{
    /// <summary>A try is about to begin.</summary>
    public static void Begin(Exchange exchange, EventLoop loop)
    {
        if (IsWanted(exchange))
        {
            exchange.Times.TryBeganMicroseconds = loop.NowMicroseconds;
        }
    }

    /// <summary>The head of the final response came.</summary>
    public static void Answered(Exchange exchange, EventLoop loop)
    {
        // How long a body took that was sent as it came says more of the client than of the origin.
        if (IsWanted(exchange) && exchange.BodyIsHeld)
        {
            exchange.Endpoint!.Load.Latency.Observe(TimeOf(exchange, loop), loop.Now);
        }
    }

    /// <summary>The try has failed.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="error">Why.</param>
    /// <param name="wasReused">Over a connection that may have died in the pool, which says nothing of its endpoint.</param>
    /// <param name="loop">The loop.</param>
    public static void Failed(Exchange exchange, ProxyError error, bool wasReused, EventLoop loop)
    {
        var wasChosen = error is not (ProxyError.UpstreamNoEndpoint or ProxyError.UpstreamCircuitOpen or ProxyError.UpstreamOverloaded);
        if (!wasChosen || !IsWanted(exchange) || exchange.UploadError != ProxyError.None || (wasReused && error == ProxyError.UpstreamClosedBeforeHead))
        {
            return;
        }

        var time = TimeOf(exchange, loop);
        ref var latency = ref exchange.Endpoint!.Load.Latency;
        if (!exchange.IsAborted)
        {
            latency.Observe(Math.Max(time, EndpointLatency.Unanswered), loop.Now);
        }
        else if (exchange.BodyIsHeld && time > latency.Average)
        {
            // Whoever gave up waiting has waited so long at least.
            latency.Observe(time, loop.Now);
        }
    }

    private static bool IsWanted(Exchange exchange) => exchange.Upstream!.Options.Balance == BalanceAlgorithm.PeakEwma && exchange.Endpoint is not null;

    private static long TimeOf(Exchange exchange, EventLoop loop) => loop.NowMicroseconds - exchange.Times.TryBeganMicroseconds;
}
