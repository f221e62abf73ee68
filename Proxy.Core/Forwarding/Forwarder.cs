using System.Buffers;
using System.Runtime.CompilerServices;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;

namespace Proxy.Core.Forwarding;

/// <summary>Moves one exchange between its two streams: steps 9 to 11 of the road.</summary>
internal static class Forwarder
{
    private const int SwitchingProtocols = 101;

    /// <summary>
    /// Sends the request. A body that has arrived whole leaves with the head and is held for another try; any other is relayed beside the waiting for
    /// the response.
    /// </summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public static async ValueTask<ProxyError> SendRequestAsync(Exchange exchange)
    {
        var body = exchange.Connection.RequestBody;
        var origin = exchange.Origin!;
        var held = ReadOnlySequence<byte>.Empty;
        exchange.BodyIsHeld = body.IsEnded || body.TryPeekWhole(out held);
        var error = await origin.SendAsync(exchange, held).ConfigureAwait(false);
        if (error is not (ProxyError.None or ProxyError.UpstreamClosedBeforeHead))
        {
            return error;
        }

        // An origin that takes no more may have answered all the same: its response is read, and says more than the failure to send.
        if (exchange.BodyIsHeld || error != ProxyError.None)
        {
            origin.ExpectHead();
        }
        else
        {
            exchange.Upload = UploadAsync(exchange, origin);
            exchange.IsUploading = true;
        }

        return ProxyError.None;
    }

    /// <summary>Reads the final response's head; interim ones on the way are relayed.</summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public static async ValueTask<ProxyError> ReadResponseHeadAsync(Exchange exchange, int maxInterim)
    {
        var origin = exchange.Origin!;
        while (true)
        {
            var error = await origin.ReadHeadAsync(exchange).ConfigureAwait(false);
            if (error != ProxyError.None || !exchange.Response.IsInterim)
            {
                return error;
            }

            // Nothing was asked for that could be switched to.
            if (exchange.Response.Status == SwitchingProtocols)
            {
                return ProxyError.UpstreamHeadInvalid;
            }

            if (++exchange.InterimSent > maxInterim)
            {
                return ProxyError.UpstreamTooManyInterim;
            }

            error = await exchange.Connection.SendInterimAsync(exchange.Response).ConfigureAwait(false);
            if (error != ProxyError.None)
            {
                return error;
            }

            if (!exchange.IsUploading || exchange.UploadEnded)
            {
                origin.ExpectHead();
            }
        }
    }

    /// <summary>Sends the response to the client, and gives the origin's connection back.</summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public static async ValueTask<ProxyError> DeliverAsync(Exchange exchange)
    {
        var origin = exchange.Origin!;
        if (exchange.BodyIsHeld)
        {
            exchange.Connection.RequestBody.SkipWhole();
        }

        exchange.Connection.BeginResponse(exchange);
        exchange.ResponseBegun = true;
        var error = await BodyRelay.RunAsync(origin.ResponseBody, exchange.Connection.ResponseBody).ConfigureAwait(false);
        await EndUploadAsync(exchange).ConfigureAwait(false);
        exchange.Origin = null;
        origin.Release(reusable: exchange.Response.KeepAlive && exchange.Connection.RequestBody.IsEnded && exchange.UploadError == ProxyError.None);
        return error;
    }

    /// <summary>Ends the relay of the request's body, if one runs: nobody will read the rest.</summary>
    [AsyncMethodBuilder(typeof(LoopTask))]
    public static async ValueTask EndUploadAsync(Exchange exchange)
    {
        if (!exchange.IsUploading)
        {
            return;
        }

        if (!exchange.UploadEnded)
        {
            exchange.KeepClient = false;
            exchange.Connection.Cancel();
            exchange.Origin!.Cancel(ProxyError.ClientAborted);
        }

        exchange.IsUploading = false;
        await exchange.Upload.ConfigureAwait(false);
        exchange.Upload = default;
    }

    [AsyncMethodBuilder(typeof(LoopTask))]
    private static async ValueTask UploadAsync(Exchange exchange, UpstreamStream origin)
    {
        var error = await BodyRelay.RunAsync(exchange.Connection.RequestBody, origin.RequestBody).ConfigureAwait(false);
        exchange.UploadEnded = true;
        exchange.KeepClient &= error == ProxyError.None;
        if (error is ProxyError.None or ProxyError.UpstreamClosedBeforeHead)
        {
            origin.ExpectHead();
        }
        else
        {
            exchange.UploadError = error;
            origin.Cancel(error);
        }
    }
}
