using System.Net;
using System.Net.Sockets;
using Proxy.Core;
using Proxy.Core.Configuration;

namespace Proxy.Host.Running;

/// <summary>Says where the proxy can be reached and where it sends: <c>listening on http://127.0.0.1:8080 → 127.0.0.1:9001</c>.</summary>
internal static class ListeningLines
{
    private const int MaxShown = 8;

    /// <summary>One line a listener.</summary>
    /// <param name="server">The proxy; it runs.</param>
    /// <param name="admin">Where its admin listener is, or null.</param>
    public static IEnumerable<string> Of(ProxyServer server, EndPoint? admin)
    {
        var targets = Targets(server.Options);
        var lines = server.Options.Listeners.Select(listener => $"listening on {UrlOf(server, listener)} → {targets}");
        return admin is null ? lines : lines.Append($"admin on {UrlOf(admin)}");
    }

    /// <summary>The address a client uses, with the port the system chose where that was left to it.</summary>
    public static string UrlOf(ProxyServer server, ListenerOptions listener) =>
        server.Addresses.GetValueOrDefault(listener.Name) is { } address ? UrlOf(address) : $"http://{listener.Address}";

    private static string UrlOf(EndPoint address) => address is UnixDomainSocketEndPoint unix ? $"unix:{unix}" : $"http://{address}";

    private static string Targets(ProxyOptions options)
    {
        if (options.Routes is not [{ Upstream.Length: > 0 } only])
        {
            return options.Routes.Count == 1 ? "1 route" : $"{options.Routes.Count} routes";
        }

        var endpoints = options.Upstreams.First(upstream => upstream.Name == only.Upstream).Endpoints;
        var shown = string.Join(", ", endpoints.Take(MaxShown).Select(Display));
        return endpoints.Count > MaxShown ? $"{shown} and {endpoints.Count - MaxShown} more" : shown;
    }

    private static string Display(EndpointOptions endpoint) =>
        NetworkAddress.TryParseEndpoint(endpoint.Address, out var address, out _) ? address.ToString() : endpoint.Address;
}
