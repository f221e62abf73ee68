using System.IO.Pipelines;
using Proxy.Core.Pipeline;
using Proxy.Core.Upstreams.Balancing;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies;

/// <summary>The head of the response a client gets: the origin's, hop-by-hop fields and its self-portrait taken off.</summary>
internal static class ResponseHeaders
{
    private static readonly KnownHeaderSet Dropped = KnownHeaderSet.Of(
        KnownHeader.Connection,
        KnownHeader.KeepAlive,
        KnownHeader.ProxyConnection,
        KnownHeader.TE,
        KnownHeader.Trailer,
        KnownHeader.TransferEncoding,
        KnownHeader.Upgrade);

    // What tells of the origin, where no exchange says otherwise.
    private static readonly KnownHeaderSet Portrait = KnownHeaderSet.Of(KnownHeader.Server, KnownHeader.XPoweredBy);

    // RFC 9110 §8.6: never in a response that cannot have a body because of its status.
    private static readonly KnownHeaderSet DroppedWithBody = Dropped.With(KnownHeader.ContentLength);

    private static readonly KnownHeaderSet DroppedButTrailer = Dropped.Without(KnownHeader.Trailer);

    private const int SwitchingProtocols = 101;
    private const int NoContent = 204;
    private const int ExtraBytes = 352;

    /// <summary>Writes the head; it leaves with the body's first bytes.</summary>
    /// <param name="output">The client's connection.</param>
    /// <param name="response">The origin's head.</param>
    /// <param name="chunked">The body goes out in chunks.</param>
    /// <param name="connection">The option of Connection that the client has to be told, or nothing.</param>
    /// <param name="date">The time, for a response whose origin told none (RFC 9110 §6.6.1).</param>
    /// <param name="opensTunnel">Behind the head begins a tunnel, not a body (RFC 9110 §9.3.6).</param>
    /// <param name="trailers">Trailer fields will be passed on, so that Trailer may announce them (RFC 9110 §6.6.2).</param>
    /// <param name="exchange">Whose route changes fields of the response; null where none are changed, as in interim responses.</param>
    public static void Write(
        PipeWriter output, ResponseHead response, bool chunked, ReadOnlySpan<byte> connection, ReadOnlySpan<byte> date, bool opensTunnel = false,
        bool trailers = false, Exchange? exchange = null)
    {
        var policy = exchange?.Route?.ResponsePolicy;
        var growth = 0;
        var rewritten = exchange?.Route?.ResponseRewrite.FieldsIn(exchange, policy, out growth) ?? default;
        var binding = StickySessions.LineFor(exchange);
        var room = new HeadRoom(output, HeadWriter.UpperBound(response) + ExtraBytes + growth + binding.Length + (policy?.Measure(exchange!) ?? 0));
        var writer = new HeadWriter(room.Span);
        ResponseWriter.WriteStatusLine(ref writer, response);
        var hasNoLength = response.IsInterim || response.Status == NoContent || opensTunnel;
        var dropped = hasNoLength ? DroppedWithBody : trailers ? DroppedButTrailer : Dropped;
        if (exchange is null)
        {
            writer.WriteFields(response, dropped | Portrait);
        }
        else
        {
            WriteFields(ref writer, exchange, policy, dropped | rewritten, rewritten);
        }

        if (response.Status == SwitchingProtocols)
        {
            UpgradeRules.Write(ref writer, response);
        }

        if (!response.Fields.Present.Contains(KnownHeader.Date) && !response.IsInterim)
        {
            writer.WriteField("Date"u8, date);
        }

        writer.Write(binding);
        if (chunked)
        {
            writer.Write("Transfer-Encoding: chunked\r\n"u8);
        }

        if (!connection.IsEmpty)
        {
            writer.WriteField("Connection"u8, connection);
        }

        writer.WriteEnd();
        room.Commit(writer.Written);
    }

    private static void WriteFields(ref HeadWriter writer, Exchange exchange, HeaderPolicy? policy, KnownHeaderSet dropped, KnownHeaderSet rewritten)
    {
        var identity = exchange.Client.Policy;
        var filter = new FieldFilter(dropped | identity.DroppedOfResponses, OwnNames: identity.ReturnsRequestId ? identity.ForeignIdNames : null);
        writer.WriteFields(exchange.Response, policy is null ? filter : policy.Extend(filter));
        if (!rewritten.IsEmpty)
        {
            exchange.Route!.ResponseRewrite.Write(ref writer, exchange, rewritten);
        }

        IdentityFields.WriteReturned(ref writer, exchange.Client, policy);
        policy?.Write(ref writer, exchange.Response, filter, exchange);
    }
}
