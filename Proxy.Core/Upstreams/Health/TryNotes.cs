using Proxy.Core.Pipeline;

namespace Proxy.Core.Upstreams.Health;

/// <summary>
/// Notes how each try went: in counters of the loop's own, and, only where there is something to say, in the endpoint's <see cref="EndpointHealth"/>. It costs no
/// lock, allocates nothing, and writes nothing that loops share while an endpoint does its work.
/// </summary>
internal static class TryNotes
{
    private const int FirstServerError = 500;

    /// <summary>A connection is there, and the request is about to be sent.</summary>
    public static void Begin(Exchange exchange, Worker worker)
    {
        exchange.Times.Leased = worker.Loop.Now;
        exchange.Endpoint!.PoolOf(worker).Tries.Ask();
        exchange.Endpoint.Group.Health.NoteTraffic();
    }

    /// <summary>The head of the final response was read, or the try has failed before.</summary>
    public static void End(Exchange exchange, Worker worker, ProxyError error)
    {
        if (error is ProxyError.UpstreamNoEndpoint or ProxyError.UpstreamCircuitOpen or ProxyError.UpstreamOverloaded)
        {
            // Nobody was chosen.
            return;
        }

        var endpoint = exchange.Endpoint!;
        ref var tries = ref endpoint.PoolOf(worker).Tries;
        if (exchange.Times.Leased != ExchangeTimes.Never)
        {
            tries.End();
        }

        if (exchange.IsAborted || TryVerdict.Of(error, exchange.Origin?.IsReused ?? false) is not { } failure)
        {
            return;
        }

        if (failure == TryFailure.None)
        {
            var status = exchange.Response.Status;
            failure = status >= FirstServerError && endpoint.Group.Health.Policy.IsFailure(status) ? TryFailure.Answer : TryFailure.None;
            NoteLatency(exchange, ref tries, worker.Loop.Now);
        }

        tries.Judge(failure != TryFailure.None);
        endpoint.Health.Note(failure, exchange.Times.TryBegan);
    }

    // What the client took to send its body is no fault of the origin.
    private static void NoteLatency(Exchange exchange, ref TryCounters tries, long now)
    {
        if (exchange.BodyIsHeld)
        {
            tries.Time(now - exchange.Times.Leased);
        }
    }
}
