using System.Runtime.CompilerServices;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Http1.Messages;

namespace Proxy.Core.Forwarding;

/// <summary>Moves one exchange between its two streams: steps 9 to 11 of the road.</summary>
internal static class Forwarder
{
    private const int Continue = 100;
    private const int SwitchingProtocols = 101;

    /// <summary>
    /// Sends the request. A body that has arrived whole leaves with the head and is held for another try; any other is relayed beside the waiting for
    /// the response.
    /// </summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public static async ValueTask<ProxyError> SendRequestAsync(Exchange exchange)
    {
        var body = exchange.RequestBody;
        var origin = exchange.Origin!;
        var held = BodyRead.End;
        exchange.BodyIsHeld = exchange.Gathered is not { IsStreamed: true } && (body.IsEnded || body.TryPeekWhole(out held));
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
            if (exchange.Request.ExpectsContinue && !exchange.ContinueSent)
            {
                origin.ExpectContinue();
            }

            exchange.Upload = UploadAsync(exchange, origin);
            exchange.IsUploading = true;
        }

        return ProxyError.None;
    }

    /// <summary>Relays an interim response and reads on to the final one.</summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public static async ValueTask<ProxyError> RelayInterimAsync(Exchange exchange)
    {
        var origin = exchange.Origin!;
        var error = ProxyError.None;
        while (error == ProxyError.None && exchange.Response.IsInterim)
        {
            if (exchange.Response.Status == SwitchingProtocols)
            {
                return MaySwitch(exchange) ? ProxyError.None : ProxyError.UpstreamHeadInvalid;
            }

            if (++exchange.InterimSent > exchange.Snapshot.Limits.MaxInterimResponses)
            {
                return ProxyError.UpstreamTooManyInterim;
            }

            error = await exchange.Connection.SendInterimAsync(exchange.Response).ConfigureAwait(false);
            if (error != ProxyError.None)
            {
                return error;
            }

            exchange.ContinueSent |= exchange.Response.Status == Continue;
            if (!exchange.IsUploading || exchange.UploadEnded)
            {
                origin.ExpectHead();
            }
            else if (exchange.Request.ExpectsContinue && !exchange.ContinueSent)
            {
                origin.ExpectContinue();
            }

            error = await origin.ReadHeadAsync(exchange).ConfigureAwait(false);
        }

        return error;
    }

    /// <summary>Sends the response to the client, and gives the origin's connection back.</summary>
    public static ValueTask<ProxyError> DeliverAsync(Exchange exchange, Worker worker) =>
        OpensTunnel(exchange) ? Tunnel.RunAsync(exchange, worker) : DeliverMessageAsync(exchange, worker);

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private static async ValueTask<ProxyError> DeliverMessageAsync(Exchange exchange, Worker worker)
    {
        if (exchange.BodyIsHeld)
        {
            exchange.RequestBody.SkipWhole();
        }

        exchange.Connection.BeginResponse(exchange);
        exchange.ResponseBegun = true;
        var (source, sink) = (exchange.Origin!.ResponseBody, exchange.Connection.ResponseBody);
        var error = await (ResponseBuffer.MayHold(exchange)
            ? ResponseBuffer.RelayAsync(exchange, worker)
            : RelayResponseAsync(source, sink)).ConfigureAwait(false);
        if (exchange.IsUploading)
        {
            await EndUploadAsync(exchange).ConfigureAwait(false);
        }

        ReleaseOrigin(exchange);
        return error;
    }

    /// <summary>Gives the origin's connection back behind a response, where it is not back yet: another request may follow where both messages ended.</summary>
    public static void ReleaseOrigin(Exchange exchange)
    {
        if (exchange.Origin is { } origin)
        {
            exchange.Origin = null;
            origin.Release(reusable: exchange.Response.KeepAlive && exchange.RequestBody.IsEnded && exchange.UploadError == ProxyError.None);
        }
    }

    /// <summary>Lets a response go that is not for the client, and gives the origin's connection back where that can be used again.</summary>
    [AsyncMethodBuilder(typeof(LoopTask))]
    public static async ValueTask DropResponseAsync(Exchange exchange)
    {
        var origin = exchange.Origin!;
        if (exchange.BodyIsHeld)
        {
            exchange.RequestBody.SkipWhole();
        }

        await EndUploadAsync(exchange).ConfigureAwait(false);
        exchange.Origin = null;
        var isWhole = origin.ResponseBody.SkipWhole() && exchange.RequestBody.IsEnded;
        origin.Release(reusable: isWhole && exchange.Response.KeepAlive && exchange.UploadError == ProxyError.None);
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

    /// <summary>Ends the relay of the request's body, if one runs, and makes ready for another try to send it from its front.</summary>
    [AsyncMethodBuilder(typeof(LoopTask))]
    public static async ValueTask SuspendUploadAsync(Exchange exchange)
    {
        if (exchange.IsUploading)
        {
            if (!exchange.UploadEnded)
            {
                exchange.IsSuspending = true;
                exchange.Kept?.Suspend(exchange.Connection);
                exchange.Origin!.Cancel(ProxyError.ClientAborted);
            }

            exchange.IsUploading = false;
            await exchange.Upload.ConfigureAwait(false);
            exchange.Upload = default;
            (exchange.IsSuspending, exchange.UploadEnded, exchange.UploadError) = (false, false, ProxyError.None);
        }

        exchange.Kept?.Rewind();
    }

    /// <summary>Lets a response go that is not for the client, since the request will be sent again; the request's body is kept for that.</summary>
    [AsyncMethodBuilder(typeof(LoopTask))]
    public static async ValueTask DropForRetryAsync(Exchange exchange)
    {
        var origin = exchange.Origin!;
        var isSent = exchange.BodyIsHeld || (exchange.RequestBody.IsEnded && (!exchange.IsUploading || exchange.UploadEnded));
        await SuspendUploadAsync(exchange).ConfigureAwait(false);
        exchange.Origin = null;
        origin.Release(reusable: isSent && origin.ResponseBody.SkipWhole() && exchange.Response.KeepAlive);
    }

    // RFC 9110 §7.8: only to what was asked for, and only once all of the request was sent.
    private static bool MaySwitch(Exchange exchange) =>
        exchange.AsksUpgrade && exchange.Response.Version == ProtocolVersion.Http11 && (!exchange.IsUploading || exchange.UploadEnded) && UpgradeRules.Agrees(exchange.Request, exchange.Response);

    private static bool OpensTunnel(Exchange exchange) =>
        exchange.Response.Status == SwitchingProtocols || (exchange.Request.Method == KnownMethod.Connect && exchange.Response.Status < 300);

    // Most bodies came with the head: they leave with it, in one system call.
    private static ValueTask<ProxyError> RelayResponseAsync(BodySource source, BodySink sink)
    {
        if (source.IsEnded)
        {
            return sink.WriteAsync(BodyRead.End);
        }

        if (!source.TryPeekWhole(out var body))
        {
            // The head does not wait for a body that is late: an event stream is open before its first event.
            var begun = sink.FlushSoonAsync();
            return begun.IsCompletedSuccessfully ? RelayUnless(begun.Result, source, sink) : RelayAfterAsync(source, sink, begun);
        }

        var sent = sink.WriteAsync(body);
        if (!sent.IsCompleted)
        {
            return SkipAfterAsync(source, sent);
        }

        source.SkipWhole();
        return sent;
    }

    private static ValueTask<ProxyError> RelayUnless(ProxyError error, BodySource source, BodySink sink) =>
        error == ProxyError.None ? BodyRelay.RunAsync(source, sink) : new(error);

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private static async ValueTask<ProxyError> RelayAfterAsync(BodySource source, BodySink sink, ValueTask<ProxyError> begun) =>
        await RelayUnless(await begun.ConfigureAwait(false), source, sink).ConfigureAwait(false);

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private static async ValueTask<ProxyError> SkipAfterAsync(BodySource source, ValueTask<ProxyError> sent)
    {
        var error = await sent.ConfigureAwait(false);
        source.SkipWhole();
        return error;
    }

    [AsyncMethodBuilder(typeof(LoopTask))]
    private static async ValueTask UploadAsync(Exchange exchange, UpstreamStream origin)
    {
        ProxyError error;
        try
        {
            error = await BodyRelay.RunAsync(exchange.RequestBody, origin.RequestBody).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whoever awaits the response must not wait for an upload that will never end.
            EventLoop.Current?.OnFault(exception);
            error = ProxyError.Internal;
        }

        exchange.UploadEnded = true;
        if (exchange.IsSuspending)
        {
            return;
        }

        var mayGoOn = exchange.Kept is { IsKept: true } && error is ProxyError.UpstreamClosedBeforeHead or ProxyError.UpstreamSendTimeout;
        exchange.KeepClient &= error == ProxyError.None || mayGoOn;
        if (error is ProxyError.None or ProxyError.UpstreamClosedBeforeHead)
        {
            origin.ExpectHead();
        }
        else
        {
            exchange.UploadError = error;
            if (!exchange.ResponseBegun)
            {
                // Else the origin answered early, and the client may rightly have stopped sending: the response is finished.
                origin.Cancel(error);
            }
        }
    }
}
