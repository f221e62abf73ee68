using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Proxy.Core.Forwarding;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Connections;

/// <summary>
/// How a client's connection ends: decided by what happens on it, and carried out once, at its end. The rest of the last response leaves first,
/// then the end of our side, and where closing could cost the client its response, the client's own end is waited for (RFC 9112 §9.6). A part of
/// its connection, which pays no object for it.
/// </summary>
internal struct ConnectionEnding
{
    private const long LingerMilliseconds = 5_000;

    private bool _lingers;
    private bool _endsBroken;
    private bool _endsByClose;
    private bool _endsCut;

    /// <summary>Why it ends. Until something is known, <see cref="CloseReason.ClientClosed"/>.</summary>
    public CloseReason Reason { get; set; }

    /// <summary>The connection ends behind this exchange, and this is how.</summary>
    /// <param name="exchange">The last one.</param>
    /// <param name="requestBody">What the client sent with it.</param>
    /// <param name="isCut">The proxy cut it.</param>
    public void Conclude(Exchange exchange, BodySource requestBody, bool isCut)
    {
        var failed = exchange.Error != ProxyError.None;
        _endsByClose = exchange.EndsByClose;
        _endsCut = failed && !exchange.ErrorSent;
        Reason = isCut ? CloseReason.Stopping : failed ? CloseReason.ExchangeFailed : CloseReason.ResponseSaidClose;
        if (failed && (exchange.EndsByClose || exchange.Error == ProxyError.ClientReadTooSlow))
        {
            // The end of this body is the end of the connection: only a reset tells that it was cut (RFC 9112 §8). And for a client that takes nothing,
            // an orderly end would wait behind what it does not take, which the system would keep for it.
            _endsBroken = true;
        }

        // A client that was refused for what it asked had reason to send more: it did not say close.
        _lingers = !requestBody.IsEnded || exchange.Error is ProxyError.ClientHeadInvalid or ProxyError.MethodNotForwarded;
    }

    /// <summary>The proxy itself failed, in the midst of an exchange or of none.</summary>
    public void OnFault(Exchange? exchange)
    {
        Reason = CloseReason.Fault;
        _endsBroken |= exchange is { ResponseBegun: true, EndsByClose: true };
    }

    /// <summary>Ends the connection, on which nothing else is under way any more.</summary>
    [AsyncMethodBuilder(typeof(LoopTask))]
    public readonly async ValueTask RunAsync(ClientConnection connection)
    {
        connection.Worker.Counters.Count(Reason);
        var endsBroken = _endsBroken;
        var isBroken = connection.IsCut || endsBroken || Reason is CloseReason.ClientLost or CloseReason.Fault;
        if (!isBroken && connection.Output is IGatherWriter { HasUnsent: true } && !await TryFlushRestAsync(connection).ConfigureAwait(false))
        {
            isBroken = true;
            endsBroken = _endsByClose;
        }

        if (connection.Transport is { } transport && !isBroken && (_lingers || transport.HasUnreadEvent))
        {
            await LingerAsync(connection, transport).ConfigureAwait(false);
        }

        connection.EndWaits();
        if (connection.Transport is not null)
        {
            Complete(connection.Input, connection.Output, endsBroken);
            return;
        }

        // Nothing of a response that was cut is to be written.
        await CompleteElsewhere(connection.Input, connection.Output, isBroken || _endsCut).ConfigureAwait(false);
        await new LoopReturn(connection.Worker.Loop);
    }

    // A foreign pipe may write what it still holds, and block on it.
    private static Task CompleteElsewhere(PipeReader input, PipeWriter output, bool isBroken) => Task.Run(() => Complete(input, output, isBroken));

    private static void Complete(PipeReader input, PipeWriter output, bool isBroken)
    {
        try
        {
            input.Complete();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection is gone, or its owner's own end of it failed: nothing is left to close.
        }

        try
        {
            output.Complete(isBroken ? new IOException("The response was cut short.") : null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // As above.
        }
    }

    // The last response was put off: it leaves with the end, in the time that any client has to take what is queued for it. False: it did not leave.
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private static async ValueTask<bool> TryFlushRestAsync(ClientConnection connection)
    {
        connection.Transport?.AnnounceEnd();
        var flush = connection.Output.FlushAsync();
        var result = flush.IsCompletedSuccessfully ? flush.Result : await AwaitFlushAsync(connection, flush).ConfigureAwait(false);
        if (result.IsCanceled)
        {
            return false;
        }

        connection.Transport?.ShutdownWrite();
        return true;
    }

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    private static async ValueTask<FlushResult> AwaitFlushAsync(ClientConnection connection, ValueTask<FlushResult> flush)
    {
        var guard = new StallGuard(connection.Worker.Loop);
        guard.Watch(null, connection.Output, connection.Worker.Snapshot.ClientStall);
        guard.Begin(0);
        try
        {
            return await flush.ConfigureAwait(false);
        }
        finally
        {
            guard.Clear();
        }
    }

    // Closing while bytes wait unread resets the connection, and the reset can overtake the response (RFC 9112 §9.6): the end is sent first, and
    // what still comes is thrown away until the client ends too, or its time is over.
    [AsyncMethodBuilder(typeof(LoopTask))]
    private static async ValueTask LingerAsync(ClientConnection connection, ITransportConnection transport)
    {
        transport.ShutdownWrite();
        connection.BeginLastWait(LingerMilliseconds);
        while (!connection.HasTimedOut && !connection.IsCut)
        {
            try
            {
                var result = await transport.Input.ReadAsync().ConfigureAwait(false);
                transport.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
            catch (IOException)
            {
                return;
            }
        }
    }
}
