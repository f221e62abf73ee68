namespace Proxy.Core.Configuration;

/// <summary>
/// Sends copies of a route's requests to a second upstream, whose responses are thrown away: a new version is tried with real traffic. The first upstream is
/// never waited for less or more because of it, and no client learns of it. Every method is copied: what a POST does, the second upstream does too, so that
/// it must not share with the first what requests change (a database, a mail server).
/// </summary>
public sealed record MirrorOptions
{
    /// <summary>The name of the <see cref="UpstreamOptions"/> that gets the copies.</summary>
    public string Upstream { get; init; } = "";

    /// <summary>How many of a hundred requests are copied, chosen by chance: default 100, range 0 to 100.</summary>
    public int Percent { get; init; } = 100;

    /// <summary>
    /// Copies under way at a time, over all loops: default 64, range 1 to 65,535. Each loop has its share, at least one. Past it requests are not copied.
    /// </summary>
    public int MaxInFlight { get; init; } = 64;

    /// <summary>
    /// Bytes of a body up to which a request is copied: default 64 KiB, range 0 to 16 MiB. Only a body that is here whole when the request is sent on can be
    /// copied; <see cref="BufferingOptions.Request"/> waits for it. Copies lie in memory as <see cref="LimitOptions.MaxBufferedBytes"/> allows.
    /// </summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024;
}
