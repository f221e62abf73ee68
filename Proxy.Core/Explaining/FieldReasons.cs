using System.Text;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Explaining;

/// <summary>Why fields of a request are taken off and put on: the rules of <see cref="RequestHeaders"/> and <see cref="IdentityFields"/> in words.</summary>
internal sealed class FieldReasons(Exchange exchange, in FieldFilter filter, PolicyKeys policies)
{
    /// <summary>Why a client's word about itself is not passed on.</summary>
    public const string NotBelieved = "only trusted proxies may say who the client is";

    private readonly FieldFilter _filter = filter;

    private IdentityPolicy Identity => exchange.Client.Policy;

    /// <summary>Why a line that the filter leaves out is left out.</summary>
    public string Removal(int index)
    {
        var request = exchange.Request;
        var field = request.Fields[index];
        var name = ByteText.Of(request.NameOf(index));
        return IsClaim(field.Known) ? Claim(field.Known)
            : RequestHeaders.HopByHop.Contains(field.Known) ? "hop-by-hop (RFC 9110 §7.6.1)"
            : policies.Removing(name) is { } key ? key
            : policies.Writing(name) is { Length: > 0 } writer ? writer
            : IsRequestId(name) ? RequestIdReason()
            : field.Known == KnownHeader.Expect && request.Version == ProtocolVersion.Http10 ? "ignored in HTTP/1.0 (RFC 9110 §10.1.1)"
            : request.IsNamedByConnection(index) ? "named by Connection (RFC 9110 §7.6.1)"
            : _filter.Lookalikes.Contains(field.Lookalike) ? $"an origin may take it for {Encoding.ASCII.GetString(KnownHeaders.NameOf(field.Lookalike))}"
            : "has an \"_\", and requests.underscoreNames is \"drop\"";
    }

    /// <summary>Why a line is there that did not come so.</summary>
    public string Addition(string name)
    {
        if (policies.Writing(name) is { Length: > 0 } key)
        {
            return key;
        }

        return name.ToLowerInvariant() switch
        {
            "host" => Host(),
            "via" => "this proxy (RFC 9110 §7.6.3)",
            "max-forwards" => "one fewer (RFC 9110 §7.6.2)",
            "transfer-encoding" => "the body's framing on this hop",
            "upgrade" => "what may be passed on of it (RFC 9110 §7.8)",
            "te" => "trailer fields will be passed on (RFC 9110 §10.1.4)",
            "connection" => "of this hop (RFC 9110 §7.6.1)",
            "x-forwarded-for" => ForwardedFor(),
            "x-forwarded-proto" => "how the client came",
            "x-forwarded-host" or "x-forwarded-port" => "what the client asked for",
            "forwarded" => $"identity.forwarded is \"{Mode(Identity.Options.Forwarded)}\" (RFC 7239)",
            _ when IsRequestId(name) => RequestIdReason(),
            _ => "who the client is",
        };
    }

    // "Append" leaves a trusted proxy's X-Real-IP standing; what does not stay is one of these.
    private bool IsClaim(KnownHeader header) => IdentityPolicy.Claims.Contains(header) && _filter.Headers.Contains(header);

    private string Claim(KnownHeader header)
    {
        var (options, isStandard) = (Identity.Options, header == KnownHeader.Forwarded);
        return !exchange.Client.IsTrustedPeer ? NotBelieved
            : isStandard ? $"identity.forwarded is \"{Mode(options.Forwarded)}\""
            : $"identity.xForwarded is \"{Mode(options.XForwarded)}\"";
    }

    private string ForwardedFor()
    {
        var client = exchange.Client;
        return !client.IsTrustedPeer ? "who the client is"
            : Identity.Options.XForwarded == IdentityFieldMode.Append ? "identity.xForwarded is \"append\": the trusted proxy, behind those it names"
            : !client.Address.SequenceEqual(client.Peer.AddressText) ? "who the client is, as the trusted proxy says"
            : "who the client is";
    }

    private bool IsRequestId(string name) =>
        Identity.RequestIdName.Length > 0 && name.Equals(Encoding.ASCII.GetString(Identity.RequestIdName), StringComparison.OrdinalIgnoreCase);

    private string RequestIdReason() =>
        Identity.Options.RequestId == RequestIdMode.Make ? "identity.requestId is \"make\""
        : !ExampleFields.IsMade(exchange) ? "identity.requestId is \"pass\", and a trusted proxy sent it"
        : "identity.requestId is \"pass\", and no trusted proxy sent one";

    private static string Mode(IdentityFieldMode mode) => mode.ToString().ToLowerInvariant();

    private string Host() => exchange.Route?.Rewrite?.Host is not null ? $"{RouteText.KeyOf(exchange.Route)}.rewrite.host"
        : exchange.Request.Form == TargetForm.Absolute ? "from the target (RFC 9112 §3.2.2)"
        : "the client sent none";
}
