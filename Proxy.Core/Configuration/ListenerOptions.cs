namespace Proxy.Core.Configuration;

/// <summary>One address on which clients are accepted.</summary>
public sealed record ListenerOptions
{
    /// <summary>The listener's name in logs and errors; unique in one configuration.</summary>
    public string Name { get; init; } = "default";

    /// <summary>
    /// <c>host:port</c> (<c>127.0.0.1:8080</c>, <c>[::1]:8080</c>, <c>*:8080</c> for every IPv4 and IPv6 address),
    /// or <c>unix:/path</c>. Port 0 takes a free one. No default.
    /// </summary>
    public string Address { get; init; } = "";

    /// <summary>
    /// Completed connections the kernel may hold before they are accepted. Default 4,096, range 1 to 65,535; the kernel caps it at
    /// <c>net.core.somaxconn</c>. Too small, and bursts of clients see connect time-outs.
    /// </summary>
    public int Backlog { get; init; } = 4096;
}
