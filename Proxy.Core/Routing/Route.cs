using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Upstreams;
using Proxy.Http1.Messages;

namespace Proxy.Core.Routing;

/// <summary>One route, compiled; immutable.</summary>
internal sealed class Route
{
    private readonly byte[][] _methods;
    private readonly FieldCondition[] _headers;
    private readonly FieldCondition[] _query;

    public Route(RouteOptions options, int order, PathPattern path, Upstream? upstream)
    {
        (Options, Order, Path, Upstream) = (options, order, path, upstream);
        _methods = [.. options.Methods.Select(Encoding.ASCII.GetBytes)];
        _headers = [.. options.Headers.Select(header => new FieldCondition(header))];
        _query = [.. options.Query.Select(parameter => new FieldCondition(parameter))];
    }

    public RouteOptions Options { get; }

    /// <summary>Its place among the routes as they were given, from 0.</summary>
    public int Order { get; }

    public PathPattern Path { get; }

    /// <summary>Who answers.</summary>
    public Upstream? Upstream { get; }

    /// <summary>Conditions beyond host and path.</summary>
    public int Conditions => (_methods.Length > 0 ? 1 : 0) + _headers.Length + _query.Length;

    /// <summary>True when the request meets every condition beyond host and path.</summary>
    public bool Accepts(RequestHead request) => HasMethod(request) && HasHeaders(request) && HasQuery(request);

    private bool HasMethod(RequestHead request)
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

        var query = request.Path;
        var mark = query.IndexOf((byte)'?');
        query = mark < 0 ? default : query[(mark + 1)..];
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
