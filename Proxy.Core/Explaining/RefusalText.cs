using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Http1.Messages;

namespace Proxy.Core.Explaining;

/// <summary>Why steps 4 and 5 of the road refuse a request, in words that say what would let it pass.</summary>
internal static class RefusalText
{
    public static string Of(ProxyError error, Exchange exchange, ProxyOptions options)
    {
        var request = exchange.Request;
        return error switch
        {
            ProxyError.MethodNotForwarded when exchange.Route is not null => "a CONNECT would take an answer of success for a tunnel (RFC 9110 §9.3.6)",
            ProxyError.MethodNotForwarded => $"{MethodOf(request)} is not forwarded; {KeyOf(request)} would allow it",
            ProxyError.SchemeMismatch => $"the target's scheme is not {SchemeOf(exchange)}, which the connection speaks (RFC 9110 §7.4)",
            ProxyError.ExpectationUnknown => $"Expect is \"{ExpectOf(request)}\"; only 100-continue is known (RFC 9110 §10.1.1)",
            ProxyError.LoopDetected =>
                "Via names this very proxy: the request has been here before, and would go round for ever (RFC 9110 §7.6.3)",
            ProxyError.ClientBodyTooLarge => $"a body of {request.Framing.Length} bytes is past {MostOf(exchange)}",
            ProxyError.PathAmbiguous when exchange.Route is { } route =>
                $"what {RouteText.KeyOf(route)}.rewrite.path makes of it is a path that servers read in different ways, or that leads out of where it stands",
            ProxyError.PathAmbiguous =>
                "servers read this path in different ways (an encoded slash, backslash or control, a stray \"%\"), and a route depends on it; "
                + "requests.allowAmbiguousPaths would take it",
            ProxyError.NoRoute => "no route takes it",
            ProxyError.ClientHeadInvalid when exchange.Route is { } route => $"what {RouteText.KeyOf(route)}.rewrite.host makes of it is no host",
            ProxyError.ClientHeadInvalid => HeadReason(request, options.Requests),
            _ => ProxyErrors.Of(error).Label,
        };
    }

    // Each is a reason of its own for the same error.
    private static string HeadReason(RequestHead request, RequestOptions rules)
    {
        if (request.Fields.HasUnderscores && rules.UnderscoreNames == UnderscoreNames.Refuse)
        {
            return "a field's name has an \"_\", and requests.underscoreNames is \"refuse\"";
        }

        if (request.Method is KnownMethod.Trace or KnownMethod.Connect && request.Framing.HasBody)
        {
            return $"{MethodOf(request)} has no body (RFC 9110 §9.3)";
        }

        return request.Authority.Length > RequestHeaders.MaxAuthorityBytes
            ? $"a host of {request.Authority.Length} bytes; at most {RequestHeaders.MaxAuthorityBytes} are forwarded"
            : "Max-Forwards is no number (RFC 9110 §7.6.2)";
    }

    private static string MethodOf(RequestHead request) => ByteText.Of(request.MethodBytes);

    private static string KeyOf(RequestHead request) => request.Method == KnownMethod.Trace ? "requests.forwardTrace" : "requests.forwardConnect";

    private static string SchemeOf(Exchange exchange) => exchange.Connection.IsSecure ? "https" : "http";

    private static string ExpectOf(RequestHead request) => ByteText.Of(request.ValueOf(KnownHeader.Expect));

    private static string MostOf(Exchange exchange)
    {
        var key = exchange.Route?.Options.MaxRequestBodyBytes is null ? "limits" : RouteText.KeyOf(exchange.Route);
        return $"{key}.maxRequestBodyBytes, {OptionBounds.Write(exchange.Bounds.MaxRequestBodyBytes, OptionUnit.Bytes)}";
    }
}
