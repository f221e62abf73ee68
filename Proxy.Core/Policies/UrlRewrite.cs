using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>Gives a URL that names a host of the inside the scheme and the host that the client asked.</summary>
internal sealed class UrlRewrite
{
    private const int MaxSentHost = 512;
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    private readonly LocationRewrite _mode;
    private readonly (byte[] Host, int Port)[] _internal;

    /// <param name="options">Valid options.</param>
    public UrlRewrite(ResponseRewriteOptions options) =>
        (_mode, _internal) = (options.Location, [.. options.InternalHosts.Select(Encoding.ASCII.GetBytes).Select(NameOf)]);

    /// <summary>Bytes that a URL may become longer.</summary>
    public static int GrowthOf(Exchange exchange) =>
        "https:///.".Length + exchange.Client.Authority.Length + (exchange.Route!.Rewrite?.BackBytes ?? 0);

    /// <summary>True for what begins with a host, to a browser too, which reads a backslash as a slash (RFC 3986 §4.2).</summary>
    public static bool BeginsWithHost(ReadOnlySpan<byte> url) => url is [(byte)'/' or (byte)'\\', (byte)'/' or (byte)'\\', ..];

    /// <summary>Writes a URL, changed or not. What is no absolute http URL, or one of another host, stays as it is.</summary>
    public void Write(ref HeadWriter writer, ReadOnlySpan<byte> url, Exchange exchange)
    {
        if (!TrySplit(url, out var schemeLength, out var isHttps, out var authority) || !IsInternal(authority, isHttps ? HttpsPort : HttpPort, exchange))
        {
            WriteRest(ref writer, url, _mode == LocationRewrite.Host && !BeginsWithHost(url) ? exchange.Route!.Rewrite : null);
            return;
        }

        var rest = url[(schemeLength + "//".Length + authority.Length)..];
        var client = exchange.Client;
        if (client.Authority.IsEmpty)
        {
            WritePath(ref writer, rest, exchange.Route!.Rewrite);
            return;
        }

        writer.Write(schemeLength > 0 ? client.Scheme : default);
        writer.Write(schemeLength > 0 ? "://"u8 : "//"u8);
        writer.Write(client.Authority);
        WriteRest(ref writer, rest, exchange.Route!.Rewrite);
    }

    private static void WriteRest(ref HeadWriter writer, ReadOnlySpan<byte> rest, TargetRewrite? rewrite)
    {
        if (rewrite is null)
        {
            writer.Write(rest);
            return;
        }

        rewrite.WriteBack(ref writer, rest);
    }

    // Where the client named no host: a path alone, which must not begin like a host.
    private static void WritePath(ref HeadWriter writer, ReadOnlySpan<byte> rest, TargetRewrite? rewrite)
    {
        var isPath = rest is [(byte)'/' or (byte)'\\', ..];
        var isHost = BeginsWithHost(rest) || rest is [(byte)'\\', _, ..];
        if (isHost || !isPath)
        {
            writer.Write(isHost ? "/."u8 : "/"u8);
            writer.Write(rest);
            return;
        }

        WriteRest(ref writer, rest, rewrite);
    }

    // RFC 3986 §3: "http://authority" or "//authority", up to what browsers take for the end of an authority.
    private static bool TrySplit(ReadOnlySpan<byte> url, out int schemeLength, out bool isHttps, out ReadOnlySpan<byte> authority)
    {
        isHttps = StartsWith(url, "https://"u8);
        schemeLength = isHttps ? "https:".Length : StartsWith(url, "http://"u8) ? "http:".Length : 0;
        authority = url[schemeLength..];
        if (!authority.StartsWith("//"u8))
        {
            return false;
        }

        authority = authority["//".Length..];
        var end = authority.IndexOfAny("/?#\\"u8);
        authority = end < 0 ? authority : authority[..end];
        return true;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);

    private bool IsInternal(ReadOnlySpan<byte> authority, int defaultPort, Exchange exchange)
    {
        if (IsSentHost(authority, exchange))
        {
            return true;
        }

        var port = defaultPort;
        var digits = HostAndPort.PortOf(authority);
        if (!digits.IsEmpty && !HostAndPort.TryReadPort(digits, out port))
        {
            return false;
        }

        var host = HostAndPort.HostOf(authority);
        foreach (var member in exchange.Upstream!.Group.Members)
        {
            if (member.Endpoint.IsAt(host, port))
            {
                return true;
            }
        }

        foreach (var (name, only) in _internal)
        {
            if (Ascii.EqualsIgnoreCase(host, name) && (only == 0 || only == port))
            {
                return true;
            }
        }

        return false;
    }

    // What the origin was told its own name is; where that is the client's word, it is no secret.
    private bool IsSentHost(ReadOnlySpan<byte> authority, Exchange exchange)
    {
        if (exchange.Route!.Rewrite?.Host is not { } template)
        {
            return _mode == LocationRewrite.Host && Ascii.EqualsIgnoreCase(authority, exchange.Request.Authority);
        }

        Span<byte> sent = stackalloc byte[MaxSentHost];
        if (template.Measure(exchange) > MaxSentHost)
        {
            return false;
        }

        var writer = new HeadWriter(sent);
        template.Write(ref writer, exchange);
        return Ascii.EqualsIgnoreCase(authority, sent[..writer.Written]);
    }

    private static (byte[] Host, int Port) NameOf(byte[] text) =>
        (HostAndPort.HostOf(text).ToArray(), HostAndPort.TryReadPort(HostAndPort.PortOf(text), out var port) ? port : 0);
}
