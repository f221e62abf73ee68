using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Proxy.Core.Upstreams.Discovery;

/// <summary>Name servers as operators write them: an IP address, with a port where it is not 53.</summary>
internal static class NameServers
{
    public const int DnsPort = 53;

    public static IReadOnlyList<IPEndPoint> Parse(IEnumerable<string> servers) =>
        [.. servers.Select(server => TryParse(server, out var address) ? address : throw new FormatException($"\"{server}\" is no name server"))];

    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? server)
    {
        server = null;
        var isBare = IPAddress.TryParse(text, out var bare) && !text.StartsWith('[');
        var colon = text.LastIndexOf(':');
        var hasPort = !isBare && colon > 0 && !text.EndsWith(']');
        var port = DnsPort;
        if (hasPort && !(int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535))
        {
            return false;
        }

        var host = hasPort ? text[..colon] : text;
        if (isBare || (IPAddress.TryParse(host, out bare) && host.Contains(':', StringComparison.Ordinal) == host.StartsWith('[')))
        {
            server = new IPEndPoint(bare!, port);
        }

        return server is not null;
    }
}
