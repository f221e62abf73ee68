using Proxy.Http1.Messages;

namespace Proxy.Core.Routing;

/// <summary>The parts of a request target (RFC 9112 §3.2), as they were sent.</summary>
internal static class RequestTarget
{
    /// <summary>The path without query.</summary>
    public static ReadOnlySpan<byte> PathOf(RequestHead request)
    {
        var path = request.Path;
        var query = path.IndexOf((byte)'?');
        return query < 0 ? path : path[..query];
    }

    /// <summary>The query without its question mark; empty where there is none.</summary>
    public static ReadOnlySpan<byte> QueryOf(RequestHead request)
    {
        var path = request.Path;
        var query = path.IndexOf((byte)'?');
        return query < 0 ? default : path[(query + 1)..];
    }
}
