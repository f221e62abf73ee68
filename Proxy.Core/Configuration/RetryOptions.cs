namespace Proxy.Core.Configuration;

/// <summary>
/// What happens when a try fails. Only replayable requests are sent again: idempotent ones whose body is still held, or any of which no byte was written
/// (RFC 9110 §9.2.2). No option has a POST sent again of which a byte went out.
/// </summary>
public sealed record RetryOptions
{
    /// <summary>Tries in all, the first included: default 2, range 1 to 10. A pooled connection that turns out to be
    /// dead is replaced once without counting, even with 1; every further try multiplies an outage's load.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>What may be followed by another try: default a connection that cannot be opened, and one that ends before any byte of a response.</summary>
    public RetryConditions On { get; init; } = RetryConditions.ConnectFailure | RetryConditions.Reset;

    /// <summary>
    /// Statuses of responses that are dropped for another try, 400 to 599: default none. The last response goes to the client as it is. One with
    /// <c>Retry-After</c> is dropped only where an endpoint is left that was not asked yet.
    /// </summary>
    public IReadOnlyList<int> Statuses { get; init; } = [];

    /// <summary>
    /// Time of one try up to its response's head, within the bounds that hold anyway: default none (null), range 1 ms to 24 h. Of a body that is still arriving
    /// when it is passed on, the wait behind its end counts. Too short, and a slow origin is asked several times for what it was about to answer.
    /// </summary>
    public TimeSpan? PerTryTimeout { get; init; }

    /// <summary>Waits between tries; default none (null).</summary>
    public RetryBackOffOptions? BackOff { get; init; }

    /// <summary>How many tries beyond the first an upstream bears.</summary>
    public RetryBudgetOptions Budget { get; init; } = new();

    /// <summary>
    /// Bytes of an idempotent request's body that are kept while it is passed on, so that it can be sent again: default 0, up to 16 MiB. A body that came whole
    /// with its head is held at no cost, whatever stands here. What is kept counts in <see cref="LimitOptions.MaxBufferedBytes"/>; what finds no room is not kept.
    /// </summary>
    public int MaxBodyBytes { get; init; }
}
