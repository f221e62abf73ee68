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
    public ProxySnapshot(ProxyOptions options, Upstream[] upstreams, ProxyHooks? hooks)
    {
        (Options, Upstreams, Hooks) = (options, upstreams, hooks);
        Routes = new RouteTable(options, upstreams);
        ErrorPages = ErrorPages.Compile(options.ErrorPages, []);
        ResponsePolicy = HeaderPolicy.Compile(options.ResponseHeaders, new(), TemplateScope.Global with { HasResponse = true });
        Times = Times.From(options.Timeouts);
        ClientStall = new StallLimits(Times.ClientIdle, options.Limits.MinDataRate, Times.DataRateGrace);
        UpstreamStall = new StallLimits(Times.UpstreamBodyIdle);
        EndpointCount = upstreams.Sum(upstream => upstream.Endpoints.Length);
        ParserLimits = new ParserLimits
        {
            MaxStartLineBytes = options.Limits.MaxStartLineBytes,
            MaxFieldSectionBytes = options.Limits.MaxHeaderBytes,
            MaxFields = options.Limits.MaxFields,
        };
    }

    public ProxyOptions Options { get; }

    public Upstream[] Upstreams { get; }

    public RouteTable Routes { get; }

    /// <summary>The bodies of error responses to requests that took no route, or null.</summary>
    public ErrorPages? ErrorPages { get; }

    /// <summary>What is changed in the fields of responses to requests that took no route, or null.</summary>
    public HeaderPolicy? ResponsePolicy { get; }

    public Times Times { get; }

    public ParserLimits ParserLimits { get; }

    /// <summary>What a client may keep us waiting for.</summary>
    public StallLimits ClientStall { get; }

    /// <summary>What an origin may keep us waiting for inside a body.</summary>
    public StallLimits UpstreamStall { get; }

    public ProxyHooks? Hooks { get; }

    public int EndpointCount { get; }

    public LimitOptions Limits => Options.Limits;

    public long MaxRequestBodyBytes => Options.Limits.MaxRequestBodyBytes ?? long.MaxValue;
}
