using System.Net;
using Proxy.Http1.Messages;

namespace Proxy.Core.Policies;

/// <summary>Who is at the other end of a client's connection, under one policy: made with the connection's first request, and with the first after a change.</summary>
internal sealed class PeerIdentity
{
    private readonly byte[] _text;

    /// <param name="peer">Who is at the other end; null when unknown.</param>
    /// <param name="isSecure">The connection is secured, here or by whoever accepted it.</param>
    /// <param name="policy">What is done about it.</param>
    public PeerIdentity(EndPoint? peer, bool isSecure, IdentityPolicy policy)
    {
        (IsSecure, Policy) = (isSecure, policy);
        Address = peer is IPEndPoint ip ? IPNumbers.Of(ip.Address) : default;
        _text = Address.IsKnown ? TextOf(Address) : [];
        IsTrusted = policy.Trusted.Contains(Address);
        Fields = IdentityFields.Render(this);
    }

    public IdentityPolicy Policy { get; }

    public bool IsSecure { get; }

    /// <summary>Its address; none when unknown.</summary>
    public IPNumber Address { get; }

    /// <summary>Its address as text, without a zone, which means something on this machine only; empty when unknown.</summary>
    public ReadOnlySpan<byte> AddressText => _text;

    /// <summary>The scheme that is spoken with it.</summary>
    public ReadOnlySpan<byte> Scheme => IsSecure ? "https"u8 : "http"u8;

    /// <summary>It is a proxy whose word about its own clients is believed.</summary>
    public bool IsTrusted { get; }

    /// <summary>The field lines that tell an origin who it is, the same for all its requests.</summary>
    public byte[] Fields { get; }

    private static byte[] TextOf(IPNumber address)
    {
        Span<byte> text = stackalloc byte[IPNumber.MaxTextLength];
        return text[..address.Format(text)].ToArray();
    }
}
