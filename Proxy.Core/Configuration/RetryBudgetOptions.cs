namespace Proxy.Core.Configuration;

/// <summary>
/// Bounds the tries beyond the first that reach the endpoints of one upstream, over all loops, so that they cannot become the outage. A try takes from the budget
/// what the one before it may have put on an endpoint: after a connection that could not be opened it is free, since nothing was sent. Past the budget the
/// failure goes to the client at once.
/// </summary>
public sealed record RetryBudgetOptions
{
    /// <summary>Tries for every hundred requests of the last 5 to 10 seconds: default 20, range 0 to 900, which never runs out.</summary>
    public int Percent { get; init; } = 20;

    /// <summary>
    /// Tries a second that are allowed beside those: default 10, range 0 to 100,000. Those of ten seconds may come at once, so that few requests are not left
    /// without any. Above what an endpoint can bear, it makes the percentage pointless.
    /// </summary>
    public int MinPerSecond { get; init; } = 10;
}
