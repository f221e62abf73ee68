namespace Proxy.Core.Upstreams.Discovery;

/// <summary>
/// How long to wait before a source that cannot tell is asked again: a second first, twice as long each time, at most half a minute; each by up to a quarter
/// shorter or longer, so that many that failed together do not come back together.
/// </summary>
internal sealed class RetryDelay
{
    private const double Jitter = 0.25;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(30);

    private readonly Random _random;
    private TimeSpan _next = First;

    public RetryDelay(Random random) => _random = random;

    /// <summary>It has failed once more.</summary>
    public TimeSpan Next()
    {
        var delay = _next * (1 - Jitter + (2 * Jitter * _random.NextDouble()));
        _next = _next * 2 < Last ? _next * 2 : Last;
        return delay;
    }

    /// <summary>It has not failed.</summary>
    public void Reset() => _next = First;
}
