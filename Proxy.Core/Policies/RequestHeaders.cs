using System.Buffers;
using System.Net;
using System.Text;
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

    // RFC 9110 §7.6.1; then what would let a client speak in our name.
    private static readonly KnownHeaderSet Dropped = KnownHeaderSet.Of(
        KnownHeader.Connection,
        KnownHeader.KeepAlive,
        KnownHeader.ProxyConnection,
        KnownHeader.TE,
        KnownHeader.Trailer,
        KnownHeader.TransferEncoding,
        KnownHeader.Upgrade,
        KnownHeader.Http2Settings,
        KnownHeader.Forwarded,
        KnownHeader.XForwardedFor,
        KnownHeader.XForwardedProto,
        KnownHeader.XForwardedHost,
        KnownHeader.XForwardedPort,
        KnownHeader.XForwardedOther,
        KnownHeader.XRealIp);

    // What an origin that reads "_" as "-" would take for a field that is ours to say, or that framing and routing rest on.
    private static readonly KnownHeaderSet NotImitated = Dropped | KnownHeaderSet.Of(
        KnownHeader.Host, KnownHeader.ContentLength, KnownHeader.Via, KnownHeader.Expect, KnownHeader.MaxForwards);

    private static readonly FieldFilter Filter = new(Dropped, NotImitated);

    // Fixed text of the fields below, an address with its zone, and one more authority than the head brought.
    private const int ExtraBytes = 256 + (2 * MaxAuthorityBytes);

    /// <summary>Writes the head; it leaves with the next flush.</summary>
    public static void Write(IBufferWriter<byte> output, Exchange exchange, Endpoint endpoint)
    {
        var request = exchange.Request;
        var (policy, rewrite) = (exchange.Route?.RequestPolicy, exchange.Route?.Rewrite);
        var ours = (policy?.Measure(exchange) ?? 0) + (rewrite?.Measure(exchange) ?? 0);
        var writer = new HeadWriter(output.GetSpan(HeadWriter.UpperBound(request) + ExtraBytes + ours));
        if (rewrite is null)
        {
            RequestWriter.WriteRequestLine(ref writer, request);
        }
        else
        {
            rewrite.WriteRequestLine(ref writer, exchange);
        }

        WriteFields(ref writer, exchange, endpoint, policy, rewrite?.Host);
        WriteIdentity(ref writer, exchange);
        policy?.Write(ref writer, request, exchange);
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
        output.Advance(writer.Written);
    }

    // Host goes as received (RFC 9110 §7.2), but for absolute-form, whose target says it (RFC 9112 §3.2.2), and where the route says it.
    private static void WriteFields(ref HeadWriter writer, Exchange exchange, Endpoint endpoint, HeaderPolicy? policy, Template? host)
    {
        var request = exchange.Request;
        var filter = policy is null ? Filter : policy.Extend(Filter);
        if (exchange.DropsUnderscores)
        {
            filter = filter with { Underscores = true };
        }

        if (request.Framing.Kind == BodyKind.Chunked)
        {
            // Trailer fields pass behind chunks, so that Trailer may announce them (RFC 9110 §6.6.2).
            filter = filter with { Headers = filter.Headers.Without(KnownHeader.Trailer) };
        }

        if (host is not null)
        {
            writer.Write("Host: "u8);
            host.Write(ref writer, exchange);
            writer.Write("\r\n"u8);
            filter = filter.With(KnownHeader.Host);
        }
        else if (request.Form == TargetForm.Absolute)
        {
            writer.WriteField("Host"u8, request.Authority);
            filter = filter.With(KnownHeader.Host);
        }
        else if (!request.Fields.Present.Contains(KnownHeader.Host))
        {
            writer.WriteField("Host"u8, endpoint.Authority);
        }

        if (exchange.ForwardsLeft != MaxForwards.Unlimited)
        {
            writer.WriteField("Max-Forwards"u8, exchange.ForwardsLeft - 1);
            filter = filter.With(KnownHeader.MaxForwards);
        }

        // RFC 9110 §10.1.1: an expectation in HTTP/1.0 is ignored; passed on in HTTP/1.1 it would count. One that was met here is nobody else's.
        writer.WriteFields(request, request.Version == ProtocolVersion.Http10 || exchange.ContinueSent ? filter.With(KnownHeader.Expect) : filter);
    }

    /// <summary>The field lines that are the same for every request of a connection; the last, Via, lacks the minor version and what follows.</summary>
    public static byte[] RenderIdentity(EndPoint? client, bool isHttps)
    {
        var forwardedFor = client is IPEndPoint ip ? $"X-Forwarded-For: {ip.Address}\r\n" : "";
        return Encoding.ASCII.GetBytes($"{forwardedFor}X-Forwarded-Proto: {(isHttps ? "https" : "http")}\r\nVia: 1.");
    }

    // What is known of the client, and Via with the version it spoke (RFC 9110 §7.6.3).
    private static void WriteIdentity(ref HeadWriter writer, Exchange exchange)
    {
        var request = exchange.Request;
        writer.Write(exchange.Connection.IdentityFields);
        writer.Write(request.Version == ProtocolVersion.Http11 ? "1 proxy\r\n"u8 : "0 proxy\r\n"u8);
        var authority = request.Authority;
        if (!authority.IsEmpty)
        {
            writer.WriteField("X-Forwarded-Host"u8, authority);
        }
    }
}
