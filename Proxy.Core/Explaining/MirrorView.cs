using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Core.Explaining;

/// <summary>Whether a request is copied for a second upstream.</summary>
internal static class MirrorView
{
    /// <summary>The mirror of the exchange's route, or null.</summary>
    public static ExplainedMirror? Describe(Exchange exchange)
    {
        if (exchange.Route is not { Options.Mirror: { } mirror } route)
        {
            return null;
        }

        var share = mirror.Percent == 100 ? "every request" : FormattableString.Invariant($"{mirror.Percent} of 100 requests, by chance");
        var obstacle = Obstacle(mirror, exchange);
        var condition = obstacle ?? Condition(mirror, route.Bounds.RequestBufferBytes, exchange.Request);
        return new(mirror.Upstream, share, condition, obstacle is null && mirror.Percent > 0, BoundList.Of(mirror, RouteText.KeyOf(route)));
    }

    private static string? Obstacle(MirrorOptions mirror, Exchange exchange)
    {
        var framing = exchange.Request.Framing;
        return exchange.AsksUpgrade || exchange.Request.Method == KnownMethod.Connect ? "not this one: a tunnel has no copy"
            : framing.Kind == BodyKind.Length && framing.Length > mirror.MaxBodyBytes
                ? $"not this one: a body of {framing.Length} bytes is past maxBodyBytes, {OptionBounds.Write(mirror.MaxBodyBytes, OptionUnit.Bytes)}"
            : null;
    }

    // Only what is here whole when the request is sent on can be copied.
    private static string Condition(MirrorOptions mirror, int buffered, RequestHead request)
    {
        if (!request.Framing.HasBody)
        {
            return "";
        }

        var most = request.Framing.Kind == BodyKind.Length ? "" : $" and is no longer than {OptionBounds.Write(mirror.MaxBodyBytes, OptionUnit.Bytes)}";
        return request.Framing.Kind == BodyKind.Length && request.Framing.Length <= buffered ? ""
            : buffered > 0 ? $"this one if its body fits buffering.request{most}"
            : $"this one if its body comes together with its head{most}; buffering.request waits for it";
    }
}
