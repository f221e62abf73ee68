namespace Proxy.Core.Configuration;

/// <summary>What origins and clients are told of each other, and of the proxy.</summary>
public sealed record IdentityOptions
{
    /// <summary><c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c> and <c>-Port</c>, with <c>X-Real-IP</c> and all else that begins like them.</summary>
    public IdentityFieldMode XForwarded { get; init; } = IdentityFieldMode.Set;

    /// <summary><c>Forwarded</c> (RFC 7239): default off.</summary>
    public IdentityFieldMode Forwarded { get; init; } = IdentityFieldMode.Off;

    /// <summary>
    /// Which fields of a trusted proxy are believed. A proxy that sets the ones and lets the others of its clients through would let them be anybody: name
    /// those it sets, where it does not drop the rest.
    /// </summary>
    public BelievedFields Believe { get; init; } = BelievedFields.Either;

    /// <summary>The identifier of each request: default off. A log or a variable that asks for it gets one all the same.</summary>
    public RequestIdMode RequestId { get; init; } = RequestIdMode.Off;

    /// <summary>The field it travels in: a token of at most 64 characters.</summary>
    public string RequestIdHeader { get; init; } = "X-Request-Id";

    /// <summary>Tells the identifier to clients too, in the same field of the response. Default false.</summary>
    public bool ReturnRequestId { get; init; }

    /// <summary>
    /// What the proxy calls itself in Via (RFC 9110 §7.6.3): a token of at most 64 characters, to which eight digits are put that no other instance has, as
    /// in <c>proxy-3f9a01c7</c>. A request that comes with it has been here before: 508. Null sends no Via and lets requests go round for ever.
    /// </summary>
    public string? Via { get; init; } = "proxy";

    /// <summary>Keeps the origin's <c>Server</c> and <c>X-Powered-By</c>, which tell an attacker what to try. Default false.</summary>
    public bool KeepServerHeader { get; init; }
}
