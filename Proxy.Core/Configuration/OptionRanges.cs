namespace Proxy.Core.Configuration;

/// <summary>The range of every option that has one, in one place for the validator, the schema and the documentation.</summary>
public static class OptionRanges
{
    private static readonly OptionBounds Times = new(TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay, OptionUnit.Ticks);

    private static readonly OptionBounds HourOrNone = new(0, TimeSpan.TicksPerHour, OptionUnit.Ticks);

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
        new("panicThreshold", upstream => upstream.PanicThreshold, 0, 100),
        new("slowStart", upstream => upstream.SlowStart.Ticks, HourOrNone),
        new("spillOver", upstream => upstream.SpillOver, 1, 100),
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

    /// <summary>Of <see cref="PassiveHealthOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<PassiveHealthOptions>> PassiveHealth { get; } =
    [
        new("consecutiveFailures", health => health.ConsecutiveFailures, 0, 1000),
        new("failureRate", health => health.FailureRate, 0, 100),
        new("latencyFactor", health => health.LatencyFactor, 0, 1000),
        new("latencyFloor", health => health.LatencyFloor.Ticks, HourOrNone),
        new("maxSilence", health => health.MaxSilence.Ticks, HourOrNone),
        new("window", health => health.Window.Ticks, 100 * TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerHour, OptionUnit.Ticks),
        new("minRequests", health => health.MinRequests, 1, 1_000_000),
        new("ejectionTime", health => health.EjectionTime.Ticks, Times),
        new("maxEjectionTime", health => health.MaxEjectionTime.Ticks, Times),
        new("maxEjected", health => health.MaxEjected, 0, 100),
    ];

    /// <summary>Of <see cref="EndpointOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<EndpointOptions>> Endpoint { get; } =
        [new("weight", endpoint => endpoint.Weight, 1, 1000), new("priority", endpoint => endpoint.Priority, 0, 100)];

    /// <summary>Of <see cref="ResolveOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<ResolveOptions>> Resolve { get; } =
    [
        new("interval", resolve => resolve.Interval?.Ticks, Times),
        new("minTtl", resolve => resolve.MinTtl.Ticks, Times),
        new("maxTtl", resolve => resolve.MaxTtl.Ticks, Times),
        new("timeout", resolve => resolve.Timeout.Ticks, Times),
    ];

    /// <summary>Of <see cref="HashOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<HashOptions>> Hash { get; } = [new("maxLoadPercent", hash => hash.MaxLoadPercent, 101, 10_000)];

    /// <summary>Of <see cref="StickyOptions"/>. Browsers keep no cookie longer.</summary>
    public static IReadOnlyList<OptionRange<StickyOptions>> Sticky { get; } =
        [new("maxAge", sticky => sticky.MaxAge?.Ticks, TimeSpan.TicksPerSecond, 400 * TimeSpan.TicksPerDay, OptionUnit.Ticks)];

    /// <summary>Of <see cref="RetryOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<RetryOptions>> Retry { get; } =
    [
        new("attempts", retry => retry.Attempts, 1, 10),
        new("perTryTimeout", retry => retry.PerTryTimeout?.Ticks, Times),
        new("maxBodyBytes", retry => retry.MaxBodyBytes, 0, 16 * 1024 * 1024, OptionUnit.Bytes),
    ];

    /// <summary>Of <see cref="RouteRetryOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<RouteRetryOptions>> RouteRetry { get; } =
    [
        new("attempts", retry => retry.Attempts, 1, 10),
        new("perTryTimeout", retry => retry.PerTryTimeout?.Ticks, Times),
        new("maxBodyBytes", retry => retry.MaxBodyBytes, 0, 16 * 1024 * 1024, OptionUnit.Bytes),
    ];

    /// <summary>Of <see cref="RetryBackOffOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<RetryBackOffOptions>> RetryBackOff { get; } =
    [
        new("base", backOff => backOff.Base.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMinute, OptionUnit.Ticks),
        new("max", backOff => backOff.Max.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMinute, OptionUnit.Ticks),
    ];

    /// <summary>Of <see cref="RetryBudgetOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<RetryBudgetOptions>> RetryBudget { get; } =
        [new("percent", budget => budget.Percent, 0, 900), new("minPerSecond", budget => budget.MinPerSecond, 0, 100_000)];

    /// <summary>Of <see cref="TcpKeepAliveOptions"/>. The kernel counts seconds, to 32,767.</summary>
    public static IReadOnlyList<OptionRange<TcpKeepAliveOptions>> TcpKeepAlive { get; } =
    [
        new("idle", keepAlive => keepAlive.Idle.Ticks, TimeSpan.TicksPerSecond, 9 * TimeSpan.TicksPerHour, OptionUnit.Ticks),
        new("interval", keepAlive => keepAlive.Interval.Ticks, TimeSpan.TicksPerSecond, 9 * TimeSpan.TicksPerHour, OptionUnit.Ticks),
        new("probes", keepAlive => keepAlive.Probes, 1, 127),
    ];

    /// <summary>Of <see cref="HealthCheckOptions"/>.</summary>
    public static IReadOnlyList<OptionRange<HealthCheckOptions>> HealthCheck { get; } =
    [
        new("interval", check => check.Interval.Ticks, 100 * TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerDay, OptionUnit.Ticks),
        new("timeout", check => check.Timeout.Ticks, TimeSpan.TicksPerMillisecond, 10 * TimeSpan.TicksPerMinute, OptionUnit.Ticks),
        new("healthyAfter", check => check.HealthyAfter, 1, 1000),
        new("unhealthyAfter", check => check.UnhealthyAfter, 1, 1000),
        new("port", check => check.Port, 1, 65535),
    ];

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
