using Proxy.Core.Configuration;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Policies;

/// <summary>
/// Goes back along the way of a request that a trusted proxy sent: each hop says who was before it, and is believed while it is trusted itself. What cannot
/// be read, and who keeps his name to himself, ends the way at the last one known.
/// </summary>
internal static class ForwardedChain
{
    /// <summary>Hops that are looked at: no way is that long, and a list may hold thousands.</summary>
    public const int MaxHops = 32;

    private static readonly KnownHeaderSet XForwarded = KnownHeaderSet.Of(
        KnownHeader.XForwardedFor, KnownHeader.XForwardedProto, KnownHeader.XForwardedHost, KnownHeader.XForwardedPort);

    /// <summary>Reads what is claimed by the trusted peer that sent the request, and by those before it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="trusted">Who is believed.</param>
    /// <param name="believed">Which fields are.</param>
    public static ForwardedClaims Read(RequestHead request, TrustedProxies trusted, BelievedFields believed)
    {
        var present = request.Fields.Present;
        if (believed != BelievedFields.Forwarded && !(present & XForwarded).IsEmpty)
        {
            return ReadXForwarded(request, trusted);
        }

        return believed != BelievedFields.XForwarded && present.Contains(KnownHeader.Forwarded) ? ReadForwarded(request, trusted) : default;
    }

    private static ForwardedClaims ReadXForwarded(RequestHead request, TrustedProxies trusted)
    {
        var claims = default(ForwardedClaims);
        var said = 0;
        var nodes = new ListBackwards(request, KnownHeader.XForwardedFor);
        while (said < MaxHops && nodes.MoveNext())
        {
            var node = ForwardedNode.Parse(nodes.Current, allowsBare: true);
            said += node.Kind == NodeKind.Invalid ? 0 : 1;
            if (!GoesOn(node, trusted, ref claims))
            {
                break;
            }
        }

        claims.Scheme = MemberAt(request, KnownHeader.XForwardedProto, said);
        claims.Host = MemberAt(request, KnownHeader.XForwardedHost, said);
        claims.Port = MemberAt(request, KnownHeader.XForwardedPort, said);
        return claims;
    }

    // RFC 7239 §4: an element is of one hop, with all that it says.
    private static ForwardedClaims ReadForwarded(RequestHead request, TrustedProxies trusted)
    {
        var claims = default(ForwardedClaims);
        var elements = new ListBackwards(request, KnownHeader.Forwarded);
        for (var said = 0; said < MaxHops && elements.MoveNext(); said++)
        {
            if (!ForwardedElement.TryParse(elements.Current, out var element))
            {
                break;
            }

            var node = ForwardedNode.Parse(element.For, allowsBare: false);
            if (node.Kind == NodeKind.Invalid && !element.For.IsEmpty)
            {
                break;
            }

            claims.Scheme = element.Proto.IsEmpty ? claims.Scheme : element.Proto;
            claims.Host = element.Host.IsEmpty ? claims.Host : element.Host;
            if (!GoesOn(node, trusted, ref claims))
            {
                break;
            }
        }

        return claims;
    }

    private static bool GoesOn(ForwardedNode node, TrustedProxies trusted, scoped ref ForwardedClaims claims)
    {
        if (node.Kind != NodeKind.Address)
        {
            return false;
        }

        claims.Client = node.Address;
        return trusted.Contains(node.Address);
    }

    // Where every hop appended, the member of the hop that named the client; where one was set for all, that one.
    private static ReadOnlySpan<byte> MemberAt(RequestHead request, KnownHeader header, int hop)
    {
        ReadOnlySpan<byte> member = default;
        var members = new ListBackwards(request, header);
        for (var at = 0; at < Math.Max(hop, 1) && members.MoveNext(); at++)
        {
            member = members.Current;
        }

        return member;
    }
}
