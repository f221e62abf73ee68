namespace Proxy.Core.Configuration;

/// <summary>The bounds on time in whole milliseconds, as timers take them.</summary>
internal sealed record Times(
    long RequestHead,
    long KeepAlive,
    long ClientIdle,
    long DataRateGrace,
    long UpstreamConnect,
    long UpstreamQueue,
    long UpstreamResponseHead,
    long UpstreamBodyIdle,
    long UpstreamPoolIdle,
    long TunnelIdle)
{
    public static Times From(TimeoutOptions options) => new(
        Milliseconds(options.RequestHead),
        Milliseconds(options.KeepAlive),
        Milliseconds(options.ClientIdle),
        Milliseconds(options.DataRateGrace),
        Milliseconds(options.UpstreamConnect),
        Milliseconds(options.UpstreamQueue),
        Milliseconds(options.UpstreamResponseHead),
        Milliseconds(options.UpstreamBodyIdle),
        Milliseconds(options.UpstreamPoolIdle),
        Milliseconds(options.TunnelIdle));

    private static long Milliseconds(TimeSpan value) => Math.Max(1, (long)value.TotalMilliseconds);
}
