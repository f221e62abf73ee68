using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>How long answers hold.</summary>
internal sealed class HoldTimes
{
    // Names that have no TTL are those of /etc/hosts and the like: they change seldom, and asking costs no packet.
    private static readonly TimeSpan WithoutTtl = TimeSpan.FromSeconds(30);

    private readonly ResolveOptions _options;

    public HoldTimes(ResolveOptions options) => _options = options;

    /// <summary>The configured interval, else what the answer says within its bounds.</summary>
    public TimeSpan Of(TimeSpan? ttl) =>
        _options.Interval
        ?? (ttl is not { } time ? WithoutTtl : time < _options.MinTtl ? _options.MinTtl : time > _options.MaxTtl ? _options.MaxTtl : time);
}
