namespace Proxy.Core.Configuration;

/// <summary>What a route does otherwise than <see cref="UpstreamOptions.Retry"/> says. The budget is the upstream's, whatever route its requests take.</summary>
public sealed record RouteRetryOptions
{
    /// <inheritdoc cref="RetryOptions.Attempts"/>
    public int? Attempts { get; init; }

    /// <inheritdoc cref="RetryOptions.On"/>
    public RetryConditions? On { get; init; }

    /// <inheritdoc cref="RetryOptions.Statuses"/>
    public IReadOnlyList<int>? Statuses { get; init; }

    /// <inheritdoc cref="RetryOptions.PerTryTimeout"/>
    public TimeSpan? PerTryTimeout { get; init; }

    /// <inheritdoc cref="RetryOptions.BackOff"/>
    public RetryBackOffOptions? BackOff { get; init; }

    /// <inheritdoc cref="RetryOptions.MaxBodyBytes"/>
    public int? MaxBodyBytes { get; init; }

    /// <summary>What holds for the route's requests to an upstream.</summary>
    internal RetryOptions Over(RetryOptions upstream) => upstream with
    {
        Attempts = Attempts ?? upstream.Attempts,
        On = On ?? upstream.On,
        Statuses = Statuses ?? upstream.Statuses,
        PerTryTimeout = PerTryTimeout ?? upstream.PerTryTimeout,
        BackOff = BackOff ?? upstream.BackOff,
        MaxBodyBytes = MaxBodyBytes ?? upstream.MaxBodyBytes,
    };
}
