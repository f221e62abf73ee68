using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>identity</c>.</summary>
internal static class IdentitySection
{
    private static readonly Dictionary<string, IdentityFieldMode> Modes = new(StringComparer.Ordinal)
    {
        ["set"] = IdentityFieldMode.Set,
        ["append"] = IdentityFieldMode.Append,
        ["off"] = IdentityFieldMode.Off,
    };

    private static readonly Dictionary<string, BelievedFields> Believed = new(StringComparer.Ordinal)
    {
        ["either"] = BelievedFields.Either,
        ["xForwarded"] = BelievedFields.XForwarded,
        ["forwarded"] = BelievedFields.Forwarded,
    };

    private static readonly Dictionary<string, RequestIdMode> RequestIds = new(StringComparer.Ordinal)
    {
        ["off"] = RequestIdMode.Off,
        ["make"] = RequestIdMode.Make,
        ["pass"] = RequestIdMode.Pass,
    };

    public static ObjectBinder<IdentityOptions> Binder { get; } =
        new ObjectBinder<IdentityOptions>("What origins and clients are told of each other, and of the proxy.", new())
        .Key(
            "xForwarded",
            Values.OneOf("mode", Modes),
            identity => identity.XForwarded,
            (identity, value) => identity with { XForwarded = value },
            "`X-Forwarded-For`, `-Proto`, `-Host` and `-Port`. `\"set\"` drops what came and says who the client is, as far as that is believed; `\"append\"` "
            + "keeps the list a trusted proxy sends and puts that proxy behind it, and is as `\"set\"` for anybody else; with `\"off\"` none of them reaches an "
            + "origin. Other `X-Forwarded-*` and `X-Real-IP` pass from trusted proxies with `\"append\"`, else never.")
        .Key(
            "forwarded",
            Values.OneOf("mode", Modes),
            identity => identity.Forwarded,
            (identity, value) => identity with { Forwarded = value },
            "The same for `Forwarded` (RFC 7239).")
        .Key(
            "believe",
            Values.OneOf("kind of field", Believed),
            identity => identity.Believe,
            (identity, value) => identity with { Believe = value },
            "Which fields of a trusted proxy say who the client is. `\"either\"` is `X-Forwarded-*`, and `Forwarded` where none of them came. Name the ones your "
            + "proxy sets if it lets the others of its clients through: they could be anybody.")
        .Key(
            "requestId",
            Values.OneOf("mode", RequestIds),
            identity => identity.RequestId,
            (identity, value) => identity with { RequestId = value },
            "`\"make\"` gives each request a new identifier and drops what came; `\"pass\"` keeps the one of a trusted proxy (at most 128 letters, digits and "
            + "`-._~+/=:@`); `\"off\"` tells origins none, and forwards a client's field like any other.")
        .Key(
            "requestIdHeader",
            Values.Text,
            identity => identity.RequestIdHeader,
            (identity, value) => identity with { RequestIdHeader = value },
            "The header it travels in.")
        .Key(
            "returnRequestId",
            Values.Boolean,
            identity => identity.ReturnRequestId,
            (identity, value) => identity with { ReturnRequestId = value },
            "Tells it to clients too, in the same header of the response.")
        .Key(
            "via",
            Values.TextOrNull("no `Via`, and requests that go round are not noticed"),
            identity => identity.Via,
            (identity, value) => identity with { Via = value },
            "What the proxy calls itself in `Via`. Eight digits that no other instance has are put behind it, as in `proxy-3f9a01c7`; a request that comes "
            + "with that name has been here before and is answered 508.")
        .Key(
            "keepServerHeader",
            Values.Boolean,
            identity => identity.KeepServerHeader,
            (identity, value) => identity with { KeepServerHeader = value },
            "Keeps the origin's `Server` and `X-Powered-By`, which tell an attacker what to try.");
}
