namespace Proxy.Core.Configuration;

/// <summary>How the names among an upstream's endpoints are looked up: host names, and <c>srv://</c> names. Never while a request waits for it.</summary>
public sealed record ResolveOptions
{
    /// <summary>
    /// How long an answer holds whatever its TTL says, range 1 ms to 1 day. Null, the default: as long as its TTL says, between <see cref="MinTtl"/> and
    /// <see cref="MaxTtl"/>; 30 seconds where an answer has none (a name of /etc/hosts). Too long, and requests go to servers that are gone.
    /// </summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>
    /// The name servers to ask, in order, each an IP address with a port where it is not 53. Empty, the default: as the system does, with /etc/hosts
    /// and the servers and search list of /etc/resolv.conf. Answers are not authenticated: use servers on this machine or on a network you trust.
    /// </summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>The least time an answer holds: default 5 seconds, range 1 ms to 1 day. Consul tells a TTL of 0; too short, and name servers are flooded.</summary>
    public TimeSpan MinTtl { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time an answer holds: default 5 minutes, range 1 ms to 1 day.</summary>
    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long one look-up may take, all tries at all servers in all, and so a start or a reload: default 5 seconds, range 1 ms to 1 day.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether a start, or a reload that brings a name, fails when it cannot be looked up: true by default. False begins without those endpoints,
    /// and adds them when they are found: for names that exist later than the proxy. A misspelled name is then told by a line of the log only.
    /// </summary>
    public bool Required { get; init; } = true;
}
