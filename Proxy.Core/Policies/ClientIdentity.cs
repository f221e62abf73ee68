using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Policies;

/// <summary>
/// Who sent a request, as far as that is believed: what logs, limits, hashing and variables go by. Without trusted proxies it is the connection's other end.
/// Pooled with its exchange; its spans lie in the request's head or here, and last as long as the exchange.
/// </summary>
internal sealed class ClientIdentity
{
    private readonly byte[] _address = new byte[IPNumber.MaxTextLength];
    private readonly RequestId _requestId = new();
    private PeerIdentity _peer = null!;
    private RequestHead? _request;
    private int _addressLength;
    private IPNumber _number;
    private bool _isSecure;
    private (int Start, int Length) _host;
    private (int Start, int Length) _port;

    /// <summary>The other end of the connection.</summary>
    public PeerIdentity Peer => _peer;

    /// <summary>The policy under which the request came; it stays the same to the request's end.</summary>
    public IdentityPolicy Policy => _peer.Policy;

    /// <summary>The other end of the connection is a proxy whose word is believed.</summary>
    public bool IsTrustedPeer => _peer.IsTrusted;

    /// <summary>The client's IP address as text; empty when unknown.</summary>
    public ReadOnlySpan<byte> Address => _addressLength > 0 ? _address.AsSpan(0, _addressLength) : _peer.AddressText;

    /// <summary>The same as a number, to compare and to hash; none when unknown.</summary>
    public IPNumber Number => _number.IsKnown ? _number : _peer.Address;

    /// <summary>The client used TLS.</summary>
    public bool IsSecure => _isSecure;

    /// <summary>The scheme the client used.</summary>
    public ReadOnlySpan<byte> Scheme => _isSecure ? "https"u8 : "http"u8;

    /// <summary>Host and port as the client asked for them; empty for an HTTP/1.0 request without Host, and before a head was read.</summary>
    public ReadOnlySpan<byte> Authority => _request is null ? default : _host.Length > 0 ? _request.Bytes.Slice(_host.Start, _host.Length) : _request.Authority;

    /// <summary>The host the client asked for, without port.</summary>
    public ReadOnlySpan<byte> Host => HostAndPort.HostOf(Authority);

    /// <summary>The digits of the port the client asked for; where it named none, that of the scheme.</summary>
    public ReadOnlySpan<byte> Port => PortWith(Authority);

    /// <summary>The request's identifier for its own log line: not made for that alone, where origins are told none.</summary>
    public ReadOnlySpan<byte> LoggedRequestId => Policy.Options.RequestId == RequestIdMode.Off ? _requestId.Known : RequestId;

    /// <summary>What the request is called in logs, here and at origins; found or made with the first call.</summary>
    public ReadOnlySpan<byte> RequestId => _requestId.Get(_peer, _request);

    public void Begin(ClientStream connection)
    {
        _peer = connection.Peer;
        _isSecure = _peer.IsSecure;
    }

    /// <summary>Takes what the request's head says of its client, as far as its sender is trusted.</summary>
    public void Read(RequestHead request)
    {
        _request = request;
        if (_peer.IsTrusted)
        {
            Believe(ForwardedChain.Read(request, Policy.Trusted, Policy.Options.Believe));
        }
    }

    /// <summary><see cref="Port"/>, for whoever has <see cref="Authority"/> at hand.</summary>
    public ReadOnlySpan<byte> PortWith(ReadOnlySpan<byte> authority)
    {
        if (_port.Length > 0)
        {
            return _request!.Bytes.Slice(_port.Start, _port.Length);
        }

        var port = HostAndPort.PortOf(authority);
        return !port.IsEmpty ? port : _isSecure ? "443"u8 : "80"u8;
    }

    public void Reset()
    {
        (_peer, _request) = (null!, null);
        (_addressLength, _number, _host, _port) = (0, default, default, default);
        _requestId.Reset();
    }

    private void Believe(scoped in ForwardedClaims claims)
    {
        if (claims.Client.IsKnown)
        {
            _number = claims.Client;
            _addressLength = _number.Format(_address);
        }

        _isSecure = Ascii.EqualsIgnoreCase(claims.Scheme, "https"u8)
            || (_isSecure && !Ascii.EqualsIgnoreCase(claims.Scheme, "http"u8));
        if (claims.Host.Length is > 0 and <= RequestHeaders.MaxAuthorityBytes && HostAndPort.IsValid(claims.Host))
        {
            _host = PlaceOf(claims.Host);
        }

        if (HostAndPort.TryReadPort(claims.Port, out _))
        {
            _port = PlaceOf(claims.Port);
        }
    }

    // In the head's own bytes, which stay as long as the request does.
    private (int Start, int Length) PlaceOf(ReadOnlySpan<byte> part) =>
        _request!.Bytes.Overlaps(part, out var start) ? (start, part.Length) : default;
}
