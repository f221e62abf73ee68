using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Forwarding.Mirroring;
using Proxy.Core.Policies;
using Proxy.Core.Policies.Answers;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Retrying;
using Proxy.Http1.Messages;

namespace Proxy.Core.Routing;

/// <summary>One route, compiled; immutable.</summary>
internal sealed class Route
{
    private readonly byte[][] _methods;
    private readonly FieldCondition[] _headers;
    private readonly FieldCondition[] _query;
    private readonly RetryRules[]? _retries; // by upstream, where the route says something of its own

    /// <param name="options">What the operator said of it.</param>
    /// <param name="order">Its place among the routes.</param>
    /// <param name="path">Its path.</param>
    /// <param name="upstreams">Those it may name.</param>
    /// <param name="everywhere">What holds for every route.</param>
    public Route(RouteOptions options, int order, PathPattern path, Upstream[] upstreams, ProxyOptions everywhere)
    {
        (Options, Order, Path) = (options, order, path);
        LogName = Observability.AccessLogs.LogName.Of(options.Name);
        Name = Encoding.UTF8.GetBytes(options.Name ?? "");
        var scope = new TemplateScope(path.Captures);
        var response = scope with { HasResponse = true };
        Upstream = Array.Find(upstreams, each => each.Options.Name == options.Upstream);
        Bounds = new RouteBounds(everywhere, options);
        Mirror = options.Mirror is null ? null : new Mirror(options.Mirror, upstreams);
        Split = options.Split is null ? null : new TrafficSplit(options.Split, scope, upstreams);
        RequestPolicy = HeaderPolicy.Compile(everywhere.RequestHeaders, options.RequestHeaders, scope);
        ResponsePolicy = HeaderPolicy.Compile(everywhere.ResponseHeaders, options.ResponseHeaders, response);
        Rewrite = options.Rewrite is null ? null : new TargetRewrite(options.Rewrite, scope);
        ErrorPages = ErrorPages.Compile(everywhere.ErrorPages, options.ErrorPages);
        Answer = options.Redirect is not null ? new Redirection(options.Redirect, scope)
            : options.Respond is not null ? new FixedAnswer(options.Respond, PolicyOf(options.Respond, everywhere, options, response))
            : null;
        ResponseRewrite = ResponseRewrite.Of(options.RewriteResponse);
        _retries = options.Retry is null ? null : [.. upstreams.Select(each => new RetryRules(options.Retry.Over(each.Options.Retry)))];
        _methods = [.. options.Methods.Select(Encoding.ASCII.GetBytes)];
        _headers = [.. options.Headers.Select(header => new FieldCondition(header))];
        _query = [.. options.Query.Select(parameter => new FieldCondition(parameter))];
    }

    public RouteOptions Options { get; }

    /// <summary>Its name as log lines have it; empty where it has none.</summary>
    public byte[] LogName { get; }

    /// <summary>What is turned in responses.</summary>
    public ResponseRewrite ResponseRewrite { get; }

    /// <summary>Its place among the routes as they were given, from 0.</summary>
    public int Order { get; }

    public PathPattern Path { get; }

    /// <summary>Its name in logs; empty where it has none.</summary>
    public byte[] Name { get; }

    /// <summary>Who answers; null where <see cref="Split"/> says that, or <see cref="Answer"/> does.</summary>
    public Upstream? Upstream { get; }

    /// <summary>Who answers which request, where there are several, or null.</summary>
    public TrafficSplit? Split { get; }

    /// <summary>Who gets copies of its requests, or null.</summary>
    public Mirror? Mirror { get; }

    /// <summary>What bounds its exchanges.</summary>
    public RouteBounds Bounds { get; }

    /// <summary>What is answered without asking anybody, or null.</summary>
    public OwnAnswer? Answer { get; }

    /// <summary>What is changed in the fields of requests, or null.</summary>
    public HeaderPolicy? RequestPolicy { get; }

    /// <summary>What is changed in the fields of responses, or null.</summary>
    public HeaderPolicy? ResponsePolicy { get; }

    /// <summary>What is changed in the request target and Host, or null.</summary>
    public TargetRewrite? Rewrite { get; }

    /// <summary>The bodies of error responses, or null.</summary>
    public ErrorPages? ErrorPages { get; }

    /// <summary>The request's path has to be brought to its normal form, to take the route or for what it does.</summary>
    public bool NeedsPath =>
        Path != PathPattern.Any || RequestPolicy is { NeedsPath: true } || ResponsePolicy is { NeedsPath: true }
        || Rewrite is { NeedsPath: true } || Answer is { NeedsPath: true } || Split is { StickyBy.NeedsPath: true };

    /// <summary>Conditions beyond host and path.</summary>
    public int Conditions => (_methods.Length > 0 ? 1 : 0) + _headers.Length + _query.Length;

    /// <summary>What headers have to be there, in the order of <see cref="RouteOptions.Headers"/>.</summary>
    public IReadOnlyList<FieldCondition> HeaderConditions => _headers;

    /// <summary>What query parameters have to be there, in the order of <see cref="RouteOptions.Query"/>.</summary>
    public IReadOnlyList<FieldCondition> QueryConditions => _query;

    /// <summary>What is tried again of its requests to an upstream.</summary>
    public RetryRules RetryOf(Upstream upstream) => _retries?[upstream.Id] ?? upstream.Retry;

    /// <summary>True when the request meets every condition beyond host and path.</summary>
    public bool Accepts(RequestHead request) => HasMethod(request) && HasHeaders(request) && HasQuery(request);

    // The fields of a response of our own are there before any change, as an origin's are.
    private static HeaderPolicy? PolicyOf(RespondOptions respond, ProxyOptions everywhere, RouteOptions route, TemplateScope scope) =>
        HeaderPolicy.Compile(everywhere.ResponseHeaders, route.ResponseHeaders, scope, new() { Add = respond.Headers });

    /// <summary>True when the request's method is one of those it takes.</summary>
    public bool HasMethod(RequestHead request)
    {
        if (_methods.Length == 0)
        {
            return true;
        }

        foreach (var method in _methods)
        {
            if (request.MethodBytes.SequenceEqual(method))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasHeaders(RequestHead request)
    {
        foreach (var header in _headers)
        {
            if (!header.IsMetByHeader(request))
            {
                return false;
            }
        }

        return true;
    }

    private bool HasQuery(RequestHead request)
    {
        if (_query.Length == 0)
        {
            return true;
        }

        var query = RequestTarget.QueryOf(request);
        foreach (var parameter in _query)
        {
            if (!parameter.IsMetByQuery(query))
            {
                return false;
            }
        }

        return true;
    }
}
