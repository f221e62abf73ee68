using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Http1.Messages;

namespace Proxy.Core.Routing;

/// <summary>Finds the upstream for a request; immutable. Routes have no conditions yet, so that the first one takes all.</summary>
internal sealed class RouteTable
{
    private readonly Upstream? _upstream;

    public RouteTable(IReadOnlyList<RouteOptions> routes, Upstream[] upstreams) =>
        _upstream = routes.Count > 0 ? upstreams.FirstOrDefault(upstream => upstream.Options.Name == routes[0].Upstream) : null;

    /// <summary>The upstream for this request, or null where no route matches.</summary>
    public Upstream? Match(RequestHead request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _upstream;
    }
}
