namespace Proxy.Core.Configuration;

/// <summary>The range of every option that has one, in one place for the validator, the schema and the documentation.</summary>
public static class OptionRanges
{
    private static readonly OptionBounds Times = new(TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay, OptionUnit.Ticks);

    /// <summary>Of <see cref="ProxyOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<ProxyOptions>> Proxy { get; } = [new("threads", proxy => proxy.Transport.Threads, 1, 256)];

    /// <summary>Of <see cref="ListenerOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<ListenerOptions>> Listener { get; } = [new("backlog", listener => listener.Backlog, 1, 65535)];

    /// <summary>Of <see cref="UpstreamOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<UpstreamOptions>> Upstream { get; } =
    [
        new("maxRequests", upstream => upstream.MaxRequests, 1, int.MaxValue),
        new("maxConnections", upstream => upstream.MaxConnections, 1, 65535),
        new("maxIdleConnections", upstream => upstream.MaxIdleConnections, 0, 65535),
        new("minIdleConnections", upstream => upstream.MinIdleConnections, 0, 65535),
        new("maxConnectionAge", upstream => upstream.MaxConnectionAge?.Ticks, Times),
        new("maxRequestsPerConnection", upstream => upstream.MaxRequestsPerConnection, 1, int.MaxValue),
        new("maxQueuedRequests", upstream => upstream.MaxQueuedRequests, 0, 1_000_000),
        new("retryAfter", upstream => upstream.RetryAfter.Ticks, TimeSpan.TicksPerSecond, TimeSpan.TicksPerDay, OptionUnit.Ticks),
    ];

    /// <summary>Of <see cref="CircuitBreakerOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<CircuitBreakerOptions>> CircuitBreaker { get; } =
    [
        new("failures", breaker => breaker.Failures, 1, int.MaxValue),
        new("failureRate", breaker => breaker.FailureRate, 1, 100),
        new("minRequests", breaker => breaker.MinRequests, 1, int.MaxValue),
        new("window", breaker => breaker.Window.Ticks, TimeSpan.TicksPerMillisecond * 100, TimeSpan.TicksPerHour, OptionUnit.Ticks),
        new("openFor", breaker => breaker.OpenFor.Ticks, Times),
        new("halfOpenRequests", breaker => breaker.HalfOpenRequests, 1, int.MaxValue),
    ];

    /// <summary>Of <see cref="AdaptiveConcurrencyOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<AdaptiveConcurrencyOptions>> AdaptiveConcurrency { get; } =
    [
        new("minLimit", adaptive => adaptive.MinLimit, 1, int.MaxValue),
        new("maxLimit", adaptive => adaptive.MaxLimit, 1, int.MaxValue),
        new("initialLimit", adaptive => adaptive.InitialLimit, 1, int.MaxValue),
        new("tolerance", adaptive => adaptive.Tolerance, 100, 1000),
        new("window", adaptive => adaptive.Window.Ticks, TimeSpan.TicksPerMillisecond * 10, TimeSpan.TicksPerSecond * 10, OptionUnit.Ticks),
    ];

    /// <summary>Of <see cref="EndpointOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<EndpointOptions>> Endpoint { get; } = [new("weight", endpoint => endpoint.Weight, 1, 1000)];

    /// <summary>Of <see cref="RetryOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<RetryOptions>> Retry { get; } = [new("attempts", retry => retry.Attempts, 1, 10)];

    /// <summary>Of <see cref="LimitOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<LimitOptions>> Limits { get; } =
    [
        new("maxStartLineBytes", limits => limits.MaxStartLineBytes, 64, 16 * 1024, OptionUnit.Bytes),
        new("maxHeaderBytes", limits => limits.MaxHeaderBytes, 256, 32 * 1024, OptionUnit.Bytes),
        new("maxFields", limits => limits.MaxFields, 1, 1000),
        new("maxRequestBodyBytes", limits => limits.MaxRequestBodyBytes, 0, long.MaxValue, OptionUnit.Bytes),
        new("maxBufferedBytes", limits => limits.MaxBufferedBytes, 0, long.MaxValue, OptionUnit.Bytes),
        new("maxConnections", limits => limits.MaxConnections, 1, int.MaxValue),
        new("maxRequestsPerConnection", limits => limits.MaxRequestsPerConnection, 1, int.MaxValue),
        new("maxInterimResponses", limits => limits.MaxInterimResponses, 0, 1000),
        new("minDataRate", limits => limits.MinDataRate, 0, int.MaxValue, OptionUnit.Bytes),
    ];

    /// <summary>Of <see cref="RouteOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<RouteOptions>> Route { get; } =
        [new("maxRequestBodyBytes", route => route.MaxRequestBodyBytes, 0, long.MaxValue, OptionUnit.Bytes)];

    /// <summary>Of <see cref="RouteTimeoutOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<RouteTimeoutOptions>> RouteTimeouts { get; } =
    [
        new("upstreamConnect", timeouts => timeouts.UpstreamConnect?.Ticks, Times),
        new("upstreamQueue", timeouts => timeouts.UpstreamQueue?.Ticks, Times),
        new("upstreamResponseHead", timeouts => timeouts.UpstreamResponseHead?.Ticks, Times),
        new("upstreamBodyIdle", timeouts => timeouts.UpstreamBodyIdle?.Ticks, Times),
        new("tunnelIdle", timeouts => timeouts.TunnelIdle?.Ticks, Times),
    ];

    /// <summary>Of <see cref="MirrorOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<MirrorOptions>> Mirror { get; } =
    [
        new("percent", mirror => mirror.Percent, 0, 100),
        new("maxInFlight", mirror => mirror.MaxInFlight, 1, 65535),
        new("maxBodyBytes", mirror => mirror.MaxBodyBytes, 0, 16 * 1024 * 1024, OptionUnit.Bytes),
    ];

    /// <summary>Of <see cref="BufferingOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<BufferingOptions>> Buffering { get; } =
    [
        new("request", buffering => buffering.Request, 0, 64 * 1024 * 1024, OptionUnit.Bytes),
        new("response", buffering => buffering.Response, 0, 64 * 1024 * 1024, OptionUnit.Bytes),
    ];

    /// <summary>Of <see cref="TimeoutOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<TimeoutOptions>> Timeouts { get; } =
    [
        Time("requestHead", timeouts => timeouts.RequestHead),
        Time("keepAlive", timeouts => timeouts.KeepAlive),
        Time("clientIdle", timeouts => timeouts.ClientIdle),
        Time("dataRateGrace", timeouts => timeouts.DataRateGrace),
        Time("upstreamConnect", timeouts => timeouts.UpstreamConnect),
        Time("upstreamQueue", timeouts => timeouts.UpstreamQueue),
        Time("upstreamResponseHead", timeouts => timeouts.UpstreamResponseHead),
        Time("upstreamBodyIdle", timeouts => timeouts.UpstreamBodyIdle),
        Time("upstreamPoolIdle", timeouts => timeouts.UpstreamPoolIdle),
        Time("tunnelIdle", timeouts => timeouts.TunnelIdle),
        Time("drain", timeouts => timeouts.Drain),
    ];

    /// <summary>Of <see cref="AccessLogOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<AccessLogOptions>> AccessLog { get; } =
    [
        new("bufferBytes", log => log.BufferBytes, 32 * 1024, 16 * 1024 * 1024, OptionUnit.Bytes),
        new("flushInterval", log => log.FlushInterval.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMinute, OptionUnit.Ticks),
    ];

    private static OptionRange<TimeoutOptions> Time(string key, Func<TimeoutOptions, TimeSpan> value) => new(key, timeouts => value(timeouts).Ticks, Times);
}
