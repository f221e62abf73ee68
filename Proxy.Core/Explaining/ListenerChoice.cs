using Proxy.Core.Configuration;

namespace Proxy.Core.Explaining;

/// <summary>Finds the listener that a URL leads to.</summary>
internal static class ListenerChoice
{
    // No listener ends TLS yet.
    private const string SpokenScheme = "http";

    /// <summary>The listener of that name, or else the one at the URL's port, or else the first.</summary>
    /// <exception cref="ExplainException">There is none of that name.</exception>
    public static ExplainedListener Choose(ProxyOptions options, string? name, ExplainedUrl url)
    {
        if (options.Listeners.Count == 0 && name is null)
        {
            return new("", "", url.Scheme ?? SpokenScheme, []);
        }

        var listener = options.Listeners.FirstOrDefault(each => name is null ? url.Port != 0 && PortOf(each) == url.Port : each.Name == name);
        if (listener is null && name is not null)
        {
            throw new ExplainException(NameSuggestion.Unknown("listener", name, options.Listeners.Select(each => each.Name)));
        }

        string?[] notes =
        [
            listener is null && url.Port != 0 ? $"nothing listens on port {url.Port}; this is about the first listener" : null,
            url.Scheme is null or SpokenScheme ? null : "no TLS here: the request comes as plain http, as from something in front that ends TLS",
        ];
        listener ??= options.Listeners[0];
        return new(listener.Name, listener.Address, SpokenScheme, [.. notes.OfType<string>()]);
    }

    private static int PortOf(ListenerOptions listener) => NetworkAddress.TryParse(listener.Address, out var address, out _) ? address.Port : 0;
}
