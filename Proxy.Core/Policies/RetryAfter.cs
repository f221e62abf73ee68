using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>Tells a client that was refused for want of room when to come again (RFC 9110 §10.2.3, §15.6.4).</summary>
internal static class RetryAfter
{
    /// <summary>Bytes of the line at most.</summary>
    public const int MaxBytes = 40;

    /// <summary>Seconds to wait, or 0 where nothing can be said.</summary>
    public static int SecondsFor(Exchange exchange) => exchange.Error switch
    {
        ProxyError.UpstreamQueueFull or ProxyError.UpstreamQueueTimeout or ProxyError.UpstreamOverloaded => InSeconds((long)exchange.Upstream!.Options.RetryAfter.TotalMilliseconds),
        ProxyError.UpstreamCircuitOpen => InSeconds(exchange.Upstream!.Group.Breaker?.Remaining(exchange.Times.Refused) ?? 0),
        _ => 0,
    };

    /// <summary>Writes the line, where there is something to tell.</summary>
    /// <param name="destination">At least <see cref="MaxBytes"/> bytes.</param>
    /// <param name="exchange">What is answered.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, Exchange exchange)
    {
        var writer = new HeadWriter(destination);
        Write(ref writer, exchange, changes: null);
        return writer.Written;
    }

    /// <inheritdoc cref="Write(Span{byte}, Exchange)"/>
    public static void Write(ref HeadWriter writer, Exchange exchange, HeaderPolicy? changes)
    {
        if (SecondsFor(exchange) is > 0 and var seconds && changes?.Drops(KnownHeader.RetryAfter) != true)
        {
            writer.WriteField("Retry-After"u8, seconds);
        }
    }

    // Whole ones, and rather too many than too few.
    private static int InSeconds(long milliseconds) => (int)Math.Max(1, (milliseconds + 999) / 1000);
}
