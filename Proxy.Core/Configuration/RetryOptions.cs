namespace Proxy.Core.Configuration;

/// <summary>
/// What happens when an endpoint fails before any byte of its response. Only replayable requests are sent again: idempotent ones whose
/// body is still held, or any of which no byte was written (RFC 9110 §9.2.2).
/// </summary>
public sealed record RetryOptions
{
    /// <summary>Tries in all, the first included: default 2, range 1 to 10. A pooled connection that turns out to be
    /// dead is replaced once without counting, even with 1; every further try multiplies an outage's load.</summary>
    public int Attempts { get; init; } = 2;
}
