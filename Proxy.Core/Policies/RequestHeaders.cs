using System.Buffers;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Core.Upstreams;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>The head of the request an origin gets: written from what was parsed, hop-by-hop fields taken off, ours put on.</summary>
internal static class RequestHeaders
{
    /// <summary>Longest authority that is forwarded, in bytes; a host name has at most 253.</summary>
    public const int MaxAuthorityBytes = 1024;

    /// <summary>What concerns the client's connection alone (RFC 9110 §7.6.1).</summary>
    public static readonly KnownHeaderSet HopByHop = KnownHeaderSet.Of(
        KnownHeader.Connection,
        KnownHeader.KeepAlive,
        KnownHeader.ProxyConnection,
        KnownHeader.TE,
        KnownHeader.Trailer,
        KnownHeader.TransferEncoding,
        KnownHeader.Upgrade,
        KnownHeader.Http2Settings);

    // What framing and routing rest on.
    private static readonly KnownHeaderSet Load = KnownHeaderSet.Of(
        KnownHeader.Host, KnownHeader.ContentLength, KnownHeader.Via, KnownHeader.Expect, KnownHeader.MaxForwards);

    // Fixed text of the fields below.
    private const int ExtraBytes = 160 + IdentityFields.MaxBytes;

    /// <summary>What is left out of requests: what is for one hop only, and what is ours to say, under names too that an origin reads as "-" where they have "_".</summary>
    /// <param name="ours">The fields that are ours to say.</param>
    public static FieldFilter FilterOf(KnownHeaderSet ours) => new(HopByHop | ours, HopByHop | ours | Load);

    /// <summary>Writes the head; it leaves with the next flush.</summary>
    public static void Write(IBufferWriter<byte> output, Exchange exchange, Endpoint endpoint)
    {
        var request = exchange.Request;
        var (policy, rewrite) = (exchange.Route?.RequestPolicy, exchange.Route?.Rewrite);
        var ours = (policy?.Measure(exchange) ?? 0) + (rewrite?.Measure(exchange) ?? 0);
        var room = new HeadRoom(output, UpperBound(exchange, endpoint) + ours);
        var writer = new HeadWriter(room.Span);
        if (rewrite is null)
        {
            RequestWriter.WriteRequestLine(ref writer, request);
        }
        else
        {
            rewrite.WriteRequestLine(ref writer, exchange);
        }

        var filter = StayingHere(exchange);
        WriteFields(ref writer, exchange, endpoint, Complete(filter, exchange), rewrite?.Host);
        IdentityFields.Write(ref writer, exchange, policy);
        policy?.Write(ref writer, request, filter, exchange);
        if (exchange.AsksUpgrade)
        {
            UpgradeRules.Write(ref writer, request);
        }

        if (request.Framing.Kind == BodyKind.Chunked)
        {
            writer.Write("Transfer-Encoding: chunked\r\n"u8);
        }

        if (exchange.Connection.TakesTrailers && !exchange.AsksUpgrade)
        {
            // RFC 9110 §10.1.4: of this hop only, which Connection says. Where it says Upgrade, nothing is put beside it.
            writer.Write("TE: trailers\r\nConnection: TE\r\n"u8);
        }

        writer.WriteEnd();
        room.Commit(writer.Written);
    }

    /// <summary>Which field lines of the request are left out; what is written in their place is written besides.</summary>
    public static FieldFilter FilterOf(Exchange exchange) => Complete(StayingHere(exchange), exchange);

    /// <summary>What of a request goes no further, whatever its route says.</summary>
    public static FieldFilter StayingHere(Exchange exchange)
    {
        var filter = exchange.Client.Policy.DroppedOf(exchange.Client.Peer);
        filter = exchange.DropsUnderscores ? filter with { Underscores = true } : filter;

        // Trailer fields pass behind chunks, so that Trailer may announce them (RFC 9110 §6.6.2).
        return exchange.Request.Framing.Kind == BodyKind.Chunked ? filter with { Headers = filter.Headers.Without(KnownHeader.Trailer) } : filter;
    }

    // That, and what is written anew or taken off for this request.
    private static FieldFilter Complete(FieldFilter filter, Exchange exchange)
    {
        var (request, route) = (exchange.Request, exchange.Route);
        filter = route?.RequestPolicy is { } policy ? policy.Extend(filter) : filter;
        if (request.Form == TargetForm.Absolute || route?.Rewrite?.Host is not null)
        {
            filter = filter.With(KnownHeader.Host);
        }

        if (exchange.ForwardsLeft != MaxForwards.Unlimited)
        {
            filter = filter.With(KnownHeader.MaxForwards);
        }

        // RFC 9110 §10.1.1: an expectation in HTTP/1.0 is ignored; passed on in HTTP/1.1 it would count. One that was met here is nobody else's.
        return request.Version == ProtocolVersion.Http10 || exchange.ContinueSent ? filter.With(KnownHeader.Expect) : filter;
    }

    // Host goes as received (RFC 9110 §7.2), but for absolute-form, whose target says it (RFC 9112 §3.2.2), and where the route says it.
    private static void WriteFields(ref HeadWriter writer, Exchange exchange, Endpoint endpoint, FieldFilter filter, Template? host)
    {
        var request = exchange.Request;
        if (host is not null)
        {
            writer.Write("Host: "u8);
            var start = writer.Written;
            host.Write(ref writer, exchange);
            writer.Write(writer.Written == start ? endpoint.Authority : default);
            writer.Write("\r\n"u8);
        }
        else if (request.Form == TargetForm.Absolute)
        {
            writer.WriteField("Host"u8, request.Authority);
        }
        else if (!request.Fields.Present.Contains(KnownHeader.Host))
        {
            writer.WriteField("Host"u8, endpoint.Authority);
        }

        if (exchange.ForwardsLeft != MaxForwards.Unlimited)
        {
            writer.WriteField("Max-Forwards"u8, exchange.ForwardsLeft - 1);
        }

        writer.WriteFields(request, filter);
    }

    // An authority may be written three times: as Host, as X-Forwarded-Host, and in Forwarded.
    private static int UpperBound(Exchange exchange, Endpoint endpoint)
    {
        var request = exchange.Request;
        var authority = Math.Max(Math.Max(request.Authority.Length, exchange.Client.Authority.Length), endpoint.Authority.Length);
        return HeadWriter.UpperBound(request) + ExtraBytes + (3 * authority);
    }
}
