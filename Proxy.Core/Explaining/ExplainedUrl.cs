using System.Globalization;
using System.Text;

namespace Proxy.Core.Explaining;

/// <summary>The parts of a URL that make up a request, as a client takes them: nothing is resolved, decoded or repaired.</summary>
/// <param name="Scheme">In small letters; null where the URL names none.</param>
/// <param name="Authority">What a client puts into Host: no user, and no port that goes without saying.</param>
/// <param name="Port">The port that is connected to; 0 where none is known.</param>
/// <param name="Target">The request target.</param>
internal sealed record ExplainedUrl(string? Scheme, string Authority, int Port, string Target)
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    /// <summary>Reads a URL.</summary>
    /// <exception cref="ExplainException">It is none that HTTP is spoken with.</exception>
    public static ExplainedUrl Parse(string url, string method)
    {
        url = Encode(url);
        if (url is "*" or ['/', ..])
        {
            return new(null, "", 0, WithoutFragment(url));
        }

        if (method == "CONNECT" && !url.Contains("://", StringComparison.Ordinal))
        {
            return new(null, url, PortOf(url) ?? 0, url);
        }

        var separator = url.IndexOf("://", StringComparison.Ordinal);
        var scheme = separator < 0 ? "http" : url[..separator].ToLowerInvariant();
        var rest = separator < 0 ? url : url[(separator + "://".Length)..];
        var length = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = length < 0 ? rest : rest[..length];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        if (scheme is not ("http" or "https") || authority.Length == 0)
        {
            throw new ExplainException($"\"{url}\" is no URL of HTTP: http://host/path, https://host/path or /path is needed");
        }

        var usual = scheme == "https" ? HttpsPort : HttpPort;
        var port = PortOf(authority) ?? usual;
        var target = WithoutFragment(length < 0 ? "" : rest[length..]);
        target = target.StartsWith('/') ? target : $"/{target}";
        return new(scheme, port == usual ? WithoutPort(authority) : authority, port, target);
    }

    // RFC 3986 §3.5: the fragment stays with the client.
    private static string WithoutFragment(string target) => target.Split('#')[0];

    private static int? PortOf(string authority)
    {
        var colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOf(']') && ushort.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port : null;
    }

    private static string WithoutPort(string authority)
    {
        var colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOf(']') ? authority[..colon] : authority;
    }

    // As browsers do: a request target is visible ASCII (RFC 9112 §3.2).
    private static string Encode(string url)
    {
        if (Ascii.IsValid(url))
        {
            return url;
        }

        var encoded = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(url))
        {
            _ = b < 0x80 ? encoded.Append((char)b) : encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return encoded.ToString();
    }
}
