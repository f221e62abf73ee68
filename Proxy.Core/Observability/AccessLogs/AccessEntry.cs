using System.Text;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;

namespace Proxy.Core.Observability.AccessLogs;

/// <summary>What a line says. Spans are those of the exchange; empty where nothing is known.</summary>
internal ref struct AccessEntry
{
    /// <summary>What is logged where the client was gone before it was answered; no client ever sees it.</summary>
    public const int ClientGone = 499;

    public ReadOnlySpan<byte> Client { get; set; }

    public ReadOnlySpan<byte> Method { get; set; }

    public ReadOnlySpan<byte> Target { get; set; }

    /// <summary>The version; empty where the head was refused, so that <see cref="RefusedLine"/> is all there is.</summary>
    public ReadOnlySpan<byte> Protocol { get; set; }

    /// <summary>The first line of a head that could not be read.</summary>
    public ReadOnlySpan<byte> RefusedLine { get; set; }

    public ReadOnlySpan<byte> Host { get; set; }

    public ReadOnlySpan<byte> Referer { get; set; }

    public ReadOnlySpan<byte> UserAgent { get; set; }

    public ReadOnlySpan<byte> RequestId { get; set; }

    /// <summary>A <see cref="LogName"/>, as are <see cref="Upstream"/> and <see cref="Endpoint"/>.</summary>
    public ReadOnlySpan<byte> Route { get; set; }

    public ReadOnlySpan<byte> Upstream { get; set; }

    public ReadOnlySpan<byte> Endpoint { get; set; }

    /// <summary>What the client was answered with, <see cref="ClientGone"/>, or 0 where the connection was ended without an answer.</summary>
    public int Status { get; set; }

    /// <summary>Bytes of the response's body, or of a tunnel, handed over for the client.</summary>
    public long BytesSent { get; set; }

    /// <summary>Bytes of the request's body, or of a tunnel, taken from the client.</summary>
    public long BytesReceived { get; set; }

    public int Tries { get; set; }

    /// <summary>From the request's first byte to the end of everything, in milliseconds.</summary>
    public long Duration { get; set; }

    /// <summary>How long the last try waited for a connection, queue and connect, in milliseconds; or <see cref="ExchangeTimes.Never"/>.</summary>
    public long Wait { get; set; }

    /// <summary>From there to the response's head.</summary>
    public long Head { get; set; }

    public ProxyError Error { get; set; }

    /// <summary>The client got a response, and not all of it.</summary>
    public bool IsCut { get; set; }

    public static AccessEntry Of(Exchange exchange, long now)
    {
        var times = exchange.Times;
        var entry = new AccessEntry
        {
            Client = exchange.Client.Address,
            RequestId = exchange.Client.LoggedRequestId,
            Route = exchange.Route is { } route ? route.LogName : default,
            Upstream = exchange.Upstream is { } upstream ? upstream.LogName : default,
            Endpoint = exchange.Endpoint is { } endpoint ? endpoint.LogName : default,
            Status = exchange.ResponseBegun ? exchange.Status : IsClientGone(exchange.Error) ? ClientGone : 0,
            BytesSent = exchange.Connection.ResponseBody.BytesWritten,
            BytesReceived = exchange.Connection.RequestBody.BytesRead,
            Tries = exchange.Attempts,
            Duration = now - times.Began,
            Wait = exchange.Attempts > 0 ? (times.Leased != ExchangeTimes.Never ? times.Leased : now) - times.TryBegan : ExchangeTimes.Never,
            Head = exchange.Attempts > 0 && times.HeadRead != ExchangeTimes.Never ? times.HeadRead - times.Leased : ExchangeTimes.Never,
            Error = exchange.Error,
            IsCut = exchange.Error != ProxyError.None && exchange.ResponseBegun && !exchange.ErrorSent,
        };
        if (exchange.Request.Length == 0)
        {
            entry.RefusedLine = exchange.RefusedLine;
        }
        else
        {
            entry.Take(exchange.Request);
        }

        return entry;
    }

    /// <summary>Takes what a whole head says.</summary>
    public void Take(RequestHead request)
    {
        Method = request.MethodBytes;
        Target = request.Target;
        Protocol = request.Version == ProtocolVersion.Http11 ? "HTTP/1.1"u8 : "HTTP/1.0"u8;
        Host = request.Authority;
        for (var i = 0; i < request.Fields.Count; i++)
        {
            switch (request.Fields[i].NameLength)
            {
                case 7 when Referer.IsEmpty && Ascii.EqualsIgnoreCase(request.NameOf(i), "Referer"u8):
                    Referer = request.ValueOf(i);
                    break;
                case 10 when UserAgent.IsEmpty && Ascii.EqualsIgnoreCase(request.NameOf(i), "User-Agent"u8):
                    UserAgent = request.ValueOf(i);
                    break;
            }
        }
    }

    private static bool IsClientGone(ProxyError error) =>
        error is ProxyError.ClientAborted or ProxyError.ClientClosedInHead or ProxyError.ClientBodyTruncated or ProxyError.ClientReadTooSlow;
}
