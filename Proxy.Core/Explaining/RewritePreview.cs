using System.Buffers;
using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Explaining;

/// <summary>What becomes of the inside's hosts and paths in a response: examples of what an origin may say, which the engine turns.</summary>
internal static class RewritePreview
{
    private const int MaxInternalHosts = 3;

    /// <summary>The examples that come out changed.</summary>
    /// <param name="exchange">The exchange, without a response.</param>
    /// <param name="head">The head that the origin gets.</param>
    public static IEnumerable<FieldChange> Of(Exchange exchange, ReadOnlySpan<byte> head)
    {
        var route = exchange.Route!;
        var options = route.Options.RewriteResponse;
        var key = $"{RouteText.KeyOf(route)}.rewriteResponse";
        var path = ByteText.LinesOf(head)[0].Split(' ')[1].Split('?')[0];
        var told = ByteText.LinesOf(head).Select(ByteText.Split).FirstOrDefault(line => line.Name == "Host").Value;
        var locations = HostsOf(exchange, told).Select(host => Example(exchange, "Location", $"http://{host}{path}", $"{key}.location"))
            .Concat(options.InternalHosts.Take(MaxInternalHosts).Select(host =>
                Example(exchange, "Location", $"http://{host}{path}", $"{key}.internalHosts")));
        var cookies = options.CookieDomains.Keys.Select(domain => Example(exchange, "Set-Cookie", $"c=1; Domain={domain}", $"{key}.cookieDomains"))
            .Concat(options.CookiePaths.Keys.Select(from => Example(exchange, "Set-Cookie", $"c=1; Path={from}", $"{key}.cookiePaths")));
        return locations.Concat(cookies).OfType<FieldChange>().DistinctBy(change => (change.Name, change.Before)).ToArray();
    }

    // What the origin was told that it is called, and where it is.
    private static IEnumerable<string> HostsOf(Exchange exchange, string? told)
    {
        if (exchange.Route!.Options.RewriteResponse.Location == LocationRewrite.Off)
        {
            yield break;
        }

        if (told is not null)
        {
            yield return told;
        }

        if (NetworkAddress.TryParseEndpoint(exchange.Endpoint!.Name, out var address, out _) && address.Host is { } host)
        {
            yield return FormattableString.Invariant($"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{address.Port}");
        }
    }

    private static FieldChange? Example(Exchange exchange, string name, string value, string reason)
    {
        var response = Encoding.UTF8.GetBytes($"HTTP/1.1 302 Found\r\n{name}: {value}\r\nContent-Length: 0\r\n\r\n");
        var isRead = new ResponseParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(response), KnownMethod.Get, exchange.Response);
        var written = HeadBytes.Of(output => ResponseHeaders.Write(output, exchange.Response, false, default, "now"u8, exchange: exchange));
        exchange.Response.Reset();
        var after = ByteText.LinesOf(written).Select(ByteText.Split).FirstOrDefault(line => line.Name == name).Value;
        return isRead == ParseStatus.Complete && after is not null && after != value && after != BalanceView.CookieOf(exchange)
            ? new(FieldChangeKind.Changed, name, value, after, reason, IsExample: true)
            : null;
    }
}
