using System.Text;
using Proxy.Core.Configuration;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>The options about who tells whom what of clients, compiled; immutable.</summary>
internal sealed class IdentityPolicy
{
    /// <summary>What would let a client speak in our name.</summary>
    public static readonly KnownHeaderSet Claims = KnownHeaderSet.Of(
        KnownHeader.Forwarded,
        KnownHeader.XForwardedFor,
        KnownHeader.XForwardedProto,
        KnownHeader.XForwardedHost,
        KnownHeader.XForwardedPort,
        KnownHeader.XForwardedOther,
        KnownHeader.XRealIp);

    private static readonly KnownHeaderSet Portrait = KnownHeaderSet.Of(KnownHeader.Server, KnownHeader.XPoweredBy);

    private readonly FieldFilter _dropped;
    private readonly FieldFilter _droppedOfTrusted;
    private readonly byte[] _via10;
    private readonly byte[] _via11;

    /// <param name="options">Valid options.</param>
    /// <param name="instance">Who this is.</param>
    public IdentityPolicy(ProxyOptions options, ProxyInstance instance)
    {
        (Options, RequestIds) = (options.Identity, instance.RequestIds);
        Trusted = new TrustedProxies(options.TrustedProxies);
        Pseudonym = Options.Via is { } name ? Encoding.ASCII.GetBytes($"{name}-{instance.Id}") : [];
        (_via10, _via11) = (Via("1.0"), Via("1.1"));
        RequestIdName = Options.RequestId == RequestIdMode.Off ? [] : Encoding.ASCII.GetBytes(Options.RequestIdHeader);
        ForeignIdName = KnownHeaders.Find(RequestIdName) == KnownHeader.None && RequestIdName.Length > 0 ? RequestIdName : null;
        ForeignIdNames = ForeignIdName is null ? null : new FieldNames(Options.RequestIdHeader);
        var own = RequestIdName.Length > 0 && ForeignIdName is null ? KnownHeaderSet.Of(KnownHeader.XRequestId) : default;
        _dropped = RequestHeaders.FilterOf(Claims | own) with { OwnNames = ForeignIdNames };

        // A list is written anew in any case; what stands for itself stays.
        _droppedOfTrusted = Options.XForwarded == IdentityFieldMode.Append
            ? _dropped with { Headers = _dropped.Headers.Without(KnownHeader.XForwardedOther).Without(KnownHeader.XRealIp) }
            : _dropped;
        DroppedOfResponses = (Options.KeepServerHeader ? default : Portrait) | (ReturnsRequestId ? own : default);
    }

    public IdentityOptions Options { get; }

    public TrustedProxies Trusted { get; }

    public RequestIds RequestIds { get; }

    /// <summary>What this instance, and no other, is called in Via; empty where it sends none.</summary>
    public byte[] Pseudonym { get; }

    /// <summary>The name of the field that tells origins a request's identifier; empty where none does.</summary>
    public byte[] RequestIdName { get; }

    /// <summary>The same where it is no header we know; else null.</summary>
    public byte[]? ForeignIdName { get; }

    /// <summary>That name, to be left out.</summary>
    public FieldNames? ForeignIdNames { get; }

    /// <summary>Clients are told the identifier too.</summary>
    public bool ReturnsRequestId => Options.ReturnRequestId && RequestIdName.Length > 0;

    /// <summary>What is taken off an origin's response besides what concerns its connection.</summary>
    public KnownHeaderSet DroppedOfResponses { get; }

    /// <summary>Which fields of a request stay here.</summary>
    public FieldFilter DroppedOf(PeerIdentity peer) => peer.IsTrusted ? _droppedOfTrusted : _dropped;

    /// <summary>Our line of Via, with the version the client spoke (RFC 9110 §7.6.3); empty where there is none.</summary>
    public ReadOnlySpan<byte> ViaOf(ProtocolVersion version) => version == ProtocolVersion.Http11 ? _via11 : _via10;

    private byte[] Via(string version) => Pseudonym.Length > 0 ? Encoding.ASCII.GetBytes($"Via: {version} {Encoding.ASCII.GetString(Pseudonym)}\r\n") : [];
}
