using System.Net;
using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;
using Proxy.Http1.Messages;

namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>How one endpoint is probed, compiled from the options; immutable.</summary>
internal sealed class ProbeCheck
{
    private const int DefaultPort = 80;

    private readonly ProxyProtocol _introduction;
    private readonly long _jitter;

    public ProbeCheck(HealthCheckOptions options, Endpoint endpoint)
    {
        (Options, Endpoint, Address) = (options, endpoint, AddressOf(options, endpoint));
        Target = Address == endpoint.Address ? null : new(Address);
        _introduction = Target is null ? endpoint.Group.Options.ProxyProtocol : ProxyProtocol.Off;
        Method = Methods.Find(Encoding.ASCII.GetBytes(options.Method));
        Request = options.Kind == HealthCheckKind.Http ? [.. Introduce(_introduction), .. Render(options, options.Host ?? HostOf(options, endpoint, Address))] : [];
        BodyText = options.BodyContains is null ? null : Encoding.UTF8.GetBytes(options.BodyContains);
        (Interval, Timeout) = (Milliseconds(options.Interval), Milliseconds(options.Timeout));
        _jitter = (long)options.Jitter.Around(options.Interval).TotalMilliseconds;
    }

    public HealthCheckOptions Options { get; }

    /// <summary>Whose health it is.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>Who is asked.</summary>
    public EndPoint Address { get; }

    /// <summary>How another than the endpoint itself is reached; null where that is asked, as its pools reach it.</summary>
    public ConnectTarget? Target { get; }

    /// <summary>All that is sent: the request's head, behind the header of the PROXY protocol where the upstream has one; empty where nothing is.</summary>
    public byte[] Request { get; }

    public KnownMethod Method { get; }

    /// <summary>What the body has to contain, or null.</summary>
    public byte[]? BodyText { get; }

    /// <summary>In milliseconds.</summary>
    public long Interval { get; }

    /// <summary>In milliseconds.</summary>
    public long Timeout { get; }

    /// <summary>True when the other one, of the same endpoint, asks the same in the same way.</summary>
    public bool IsSameAs(ProbeCheck other) =>
        _introduction == other._introduction && Options with { Expect = other.Options.Expect } == other.Options && Options.Expect.SequenceEqual(other.Options.Expect);

    /// <summary>From the beginning of a probe to that of the next, in milliseconds.</summary>
    public long NextInterval(LoopRandom random) => Math.Max(1, Interval - _jitter + random.Next((int)(2 * _jitter) + 1));

    private static long Milliseconds(TimeSpan time) => Math.Max(1, (long)time.TotalMilliseconds);

    private static EndPoint AddressOf(HealthCheckOptions options, Endpoint endpoint) =>
        options.Address is not null && NetworkAddress.TryParseEndpoint(options.Address, out var address, out _) ? address.ToEndPoint()
        : options.Port is { } port && endpoint.Address is IPEndPoint ip ? new IPEndPoint(ip.Address, port)
        : endpoint.Address;

    // As the operator wrote the endpoint: an origin may know itself by that name only. The port is the one that is asked (RFC 9110 §7.2).
    private static string HostOf(HealthCheckOptions options, Endpoint endpoint, EndPoint address)
    {
        if (address is not IPEndPoint ip)
        {
            return "localhost";
        }

        var isNamed = NetworkAddress.TryParseEndpoint(endpoint.Name, out var written, out _) && written is { IsLiteral: false };
        return options.Address is not null || !isNamed ? ip.ToString()
            : ip.Port == DefaultPort ? written!.Host!
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{written!.Host}:{ip.Port}");
    }

    // An origin that expects the header of the PROXY protocol takes nothing without it.
    private static byte[] Introduce(ProxyProtocol version)
    {
        if (version == ProxyProtocol.Off)
        {
            return [];
        }

        var header = new byte[ProxyHeader.MaxBytes];
        return header[..ProxyHeader.WriteLocal(header, version)];
    }

    // Where a method is wont to bring a body, that there is none has to be said (RFC 9110 §8.6).
    private static byte[] Render(HealthCheckOptions options, string host)
    {
        var noBody = options.Method is "POST" or "PUT" or "PATCH" ? "Content-Length: 0\r\n" : "";
        return Encoding.ASCII.GetBytes(
            $"{options.Method} {options.Path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: proxy-health-check\r\nAccept: */*\r\n{noBody}Connection: close\r\n\r\n");
    }
}
