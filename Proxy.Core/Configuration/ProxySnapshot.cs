using Proxy.Core.Connections;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Policies.Answers;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Routing;
using Proxy.Core.Upstreams;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Configuration;

/// <summary>A checked set of options, compiled to what the loops read; immutable and shared.</summary>
internal sealed class ProxySnapshot
{
    private readonly ProxySnapshot? _withoutRoutes;

    public ProxySnapshot(ProxyOptions options, Upstream[] upstreams, ProxyHooks? hooks, ProxyInstance instance)
    {
        _withoutRoutes = options.Routes.Count + upstreams.Length == 0 ? null : new(options with { Routes = [], Upstreams = [] }, [], hooks, instance);
        (Options, Upstreams, Hooks) = (options, upstreams, hooks);
        Routes = new RouteTable(options, upstreams);
        ErrorPages = ErrorPages.Compile(options.ErrorPages, []);
        ResponsePolicy = HeaderPolicy.Compile(options.ResponseHeaders, new(), TemplateScope.Global with { HasResponse = true });
        Identity = new IdentityPolicy(options, instance);
        Times = Times.From(options.Timeouts);
        ClientStall = new StallLimits(Times.ClientIdle, options.Limits.MinDataRate, Times.DataRateGrace);
        Bounds = new RouteBounds(options, route: null);
        DropsUnderscoreTrailers = options.Requests.UnderscoreNames != UnderscoreNames.Keep;
        ParserLimits = new ParserLimits
        {
            MaxStartLineBytes = options.Limits.MaxStartLineBytes,
            MaxFieldSectionBytes = options.Limits.MaxHeaderBytes,
            MaxFields = options.Limits.MaxFields,
        };
        ParserLimits.Validate();
    }

    public ProxyOptions Options { get; }

    public Upstream[] Upstreams { get; }

    public RouteTable Routes { get; }

    /// <summary>The bodies of error responses to requests that took no route, or null.</summary>
    public ErrorPages? ErrorPages { get; }

    /// <summary>What is changed in the fields of responses to requests that took no route, or null.</summary>
    public HeaderPolicy? ResponsePolicy { get; }

    public IdentityPolicy Identity { get; }

    public Times Times { get; }

    public ParserLimits ParserLimits { get; }

    /// <summary>What a client may keep us waiting for.</summary>
    public StallLimits ClientStall { get; }

    /// <summary>What bounds exchanges that have no route.</summary>
    public RouteBounds Bounds { get; }

    public ProxyHooks? Hooks { get; }

    /// <summary>The same without routes and upstreams: what is left for whoever may need bounds for days, but routes no more.</summary>
    public ProxySnapshot WithoutRoutes => _withoutRoutes ?? this;

    /// <summary>Trailer fields with an <c>_</c> in their names are dropped.</summary>
    public bool DropsUnderscoreTrailers { get; }

    public LimitOptions Limits => Options.Limits;

    public int MaxRequestsPerConnection => Options.Limits.MaxRequestsPerConnection ?? int.MaxValue;
}
