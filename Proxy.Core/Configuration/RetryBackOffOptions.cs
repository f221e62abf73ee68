namespace Proxy.Core.Configuration;

/// <summary>
/// Waits between tries: each of random length up to a bound that doubles with every try. The loops' timers are coarse, so that a wait may be up to 100 ms longer.
/// </summary>
public sealed record RetryBackOffOptions
{
    /// <summary>The bound on the wait before the second try: default 25 ms, range 1 ms to 60 s.</summary>
    public TimeSpan Base { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>The bound on every wait: default 250 ms, range 1 ms to 60 s. Requests that wait hold their client's connection.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromMilliseconds(250);
}
