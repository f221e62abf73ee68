using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Proxy.Core.Configuration;

/// <summary>An address as an operator writes it: a host and port, or the path of a Unix domain socket.</summary>
public sealed record NetworkAddress
{
    /// <summary>The host that stands for every address.</summary>
    internal const string AllAddresses = "*";

    private const int MaxUnixPathBytes = 107; // sun_path is 108 with its NUL.

    private NetworkAddress(string? host, int port, string? unixPath) => (Host, Port, UnixPath) = (host, port, unixPath);

    /// <summary>The host name or IP address without brackets; <c>*</c> for every address; null for a Unix socket.</summary>
    public string? Host { get; }

    /// <summary>0 to 65,535; 0 for a Unix socket.</summary>
    public int Port { get; }

    /// <summary>The path of a Unix domain socket, or null.</summary>
    public string? UnixPath { get; }

    /// <summary>True when the address can be used without asking DNS.</summary>
    public bool IsLiteral => UnixPath is not null || Host == AllAddresses || IPAddress.TryParse(Host, out _);

    /// <summary>Parses what a listener may have: <c>host:port</c>, <c>*:port</c>, <c>[v6]:port</c>, <c>unix:/path</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NetworkAddress? address, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith("unix:", StringComparison.Ordinal)
            ? TryParseUnix(text, out address, out problem)
            : TryParseHostPort(text, null, out address, out problem);
    }

    /// <summary>Parses what an endpoint may have: <c>host:port</c>, <c>http://host[:port]</c>, <c>unix:/path</c>; port 0 and <c>*</c> are refused.</summary>
    public static bool TryParseEndpoint(string text, [NotNullWhen(true)] out NetworkAddress? address, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        const string http = "http://";
        address = null;
        if (SourceAddress.IsMeant(text))
        {
            problem = $"\"{text}\" stands for any number of servers; one is needed here, as in 127.0.0.1:9001";
            return false;
        }

        if (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            problem = $"\"{text}\": this version speaks plain HTTP to origins; use http://host:port or unix:/path";
            return false;
        }

        var isUrl = text.StartsWith(http, StringComparison.OrdinalIgnoreCase);
        var authority = isUrl ? text[http.Length..] : text;
        if (isUrl && authority.EndsWith('/'))
        {
            authority = authority[..^1];
        }

        var parsed = isUrl ? TryParseHostPort(authority, 80, out address, out problem) : TryParse(authority, out address, out problem);
        if (parsed && address!.UnixPath is null && (address.Port == 0 || address.Host == AllAddresses))
        {
            problem = $"\"{text}\" names no single server: a host and a port from 1 to 65535 are needed, as in 127.0.0.1:9001";
            address = null;
            return false;
        }

        return parsed;
    }

    /// <summary>The address as a socket takes it. The host has to be a literal.</summary>
    /// <exception cref="InvalidOperationException">The host is a name that has to be resolved first.</exception>
    public EndPoint ToEndPoint() =>
        UnixPath is not null ? new UnixDomainSocketEndPoint(UnixPath)
        : Host == AllAddresses ? new IPEndPoint(IPAddress.IPv6Any, Port)
        : IPAddress.TryParse(Host, out var ip) ? new IPEndPoint(ip, Port)
        : throw new InvalidOperationException($"{Host} has to be resolved first.");

    /// <inheritdoc/>
    public override string ToString() =>
        UnixPath is not null ? $"unix:{UnixPath}" : Host!.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static bool TryParseUnix(string text, out NetworkAddress? address, [NotNullWhen(false)] out string? problem)
    {
        var path = text["unix:".Length..];
        var fits = System.Text.Encoding.UTF8.GetByteCount(path) <= MaxUnixPathBytes;
        var isWhole = !path.Contains('\0', StringComparison.Ordinal);
        address = path.StartsWith('/') && fits && isWhole ? new NetworkAddress(null, 0, path) : null;
        problem = address is not null ? null
            : !isWhole ? $"\"{text}\": the system ends a path at the character NUL, which it cannot have"
            : fits ? $"\"{text}\": the path of a Unix socket has to be absolute, as in unix:/run/app.sock"
            : $"\"{text}\": the path of a Unix socket is at most {MaxUnixPathBytes} bytes long";
        return address is not null;
    }

    private static bool TryParseHostPort(string text, int? defaultPort, out NetworkAddress? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = $"\"{text}\" is no address: host:port is needed, as in 127.0.0.1:8080, [::1]:8080, *:8080 or unix:/run/app.sock";
        var colon = text.LastIndexOf(':');
        var hasPort = colon >= 0 && !(text.StartsWith('[') && text.EndsWith(']'));
        var host = hasPort ? text[..colon] : text;
        var port = defaultPort ?? -1;
        if (hasPort && !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return false;
        }

        if (port is < 0 or > 65535)
        {
            problem = port < 0 ? problem : $"\"{text}\": port {port} is out of range: 0 to 65535 is allowed";
            return false;
        }

        if (!TryParseHost(host, out var literal))
        {
            return false;
        }

        (address, problem) = (new NetworkAddress(literal, port, null), null);
        return true;
    }

    private static bool TryParseHost(string host, out string literal)
    {
        literal = host;
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            literal = host[1..^1];
            return IPAddress.TryParse(literal, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6;
        }

        return host == AllAddresses || Uri.CheckHostName(host) is UriHostNameType.IPv4 or UriHostNameType.Dns;
    }
}
