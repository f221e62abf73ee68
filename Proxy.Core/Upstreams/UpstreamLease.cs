using Proxy.Core.Pipeline;

namespace Proxy.Core.Upstreams;

/// <summary>A connection for one exchange, or why there is none.</summary>
internal readonly record struct UpstreamLease(UpstreamConnection? Connection, ProxyError Error)
{
    public static UpstreamLease Failed(ProxyError error) => new(null, error);
}
