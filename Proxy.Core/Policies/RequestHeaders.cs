using System.IO.Pipelines;
using System.Net;
using Proxy.Core.Pipeline;
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

    // Fixed text of the fields below, an address with its zone, and one more authority than the head brought.
    private const int ExtraBytes = 256 + (2 * MaxAuthorityBytes);

    /// <summary>Writes the head; it leaves with the next flush.</summary>
    public static void Write(PipeWriter output, Exchange exchange, Endpoint endpoint)
    {
        var request = exchange.Request;
        var writer = new HeadWriter(output.GetSpan(HeadWriter.UpperBound(request) + ExtraBytes));
        RequestWriter.WriteRequestLine(ref writer, request);
        WriteFields(ref writer, request, endpoint);
        WriteIdentity(ref writer, exchange);
        if (request.Framing.Kind == BodyKind.Chunked)
        {
            writer.Write("Transfer-Encoding: chunked\r\n"u8);
        }

        writer.Write("Via: "u8);
        writer.Write(request.Version == ProtocolVersion.Http11 ? "1.1 proxy\r\n\r\n"u8 : "1.0 proxy\r\n\r\n"u8);
        output.Advance(writer.Written);
    }

    // Host goes as received (RFC 9110 §7.2), but for absolute-form, whose target says it (RFC 9112 §3.2.2).
    private static void WriteFields(ref HeadWriter writer, RequestHead request, Endpoint endpoint)
    {
        if (request.Form == TargetForm.Absolute)
        {
            writer.WriteField("Host"u8, request.Authority);
            writer.WriteFields(request, Dropped.With(KnownHeader.Host));
            return;
        }

        if (!request.Fields.Present.Contains(KnownHeader.Host))
        {
            writer.WriteField("Host"u8, endpoint.Authority);
        }

        writer.WriteFields(request, Dropped);
    }

    private static void WriteIdentity(ref HeadWriter writer, Exchange exchange)
    {
        if (exchange.Connection.RemoteEndPoint is IPEndPoint { Address: var address })
        {
            Span<byte> text = stackalloc byte[64];
            address.TryFormat(text, out var length);
            writer.WriteField("X-Forwarded-For"u8, text[..length]);
        }

        writer.Write(exchange.Connection.IsHttps ? "X-Forwarded-Proto: https\r\n"u8 : "X-Forwarded-Proto: http\r\n"u8);
        var authority = exchange.Request.Authority;
        if (!authority.IsEmpty)
        {
            writer.WriteField("X-Forwarded-Host"u8, authority);
        }
    }
}
