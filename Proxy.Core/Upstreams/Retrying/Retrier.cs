using System.Runtime.CompilerServices;
using Proxy.Core.Forwarding;
using Proxy.Core.Observability;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;

namespace Proxy.Core.Upstreams.Retrying;

/// <summary>What lies around the tries of one loop's requests: their budget, their waits, and bodies that are kept for them.</summary>
internal sealed class Retrier(Worker worker)
{
    /// <summary>A request is about to be tried for the first time.</summary>
    public void Begin(Exchange exchange)
    {
        var upstream = exchange.Upstream!;
        upstream.Group.RetryBudget.CountRequest(worker.Loop.Index, worker.Loop.Now);
        exchange.Retry = exchange.Route!.RetryOf(upstream);
        if (RetryPolicy.MayKeepBody(exchange) && !exchange.Connection.RequestBody.TryPeekWhole(out _))
        {
            exchange.Kept = worker.KeptBodies.Get();
            exchange.Kept.Begin(exchange.Connection.RequestBody, exchange.Retry.MaxBodyBytes);
        }
    }

    /// <summary>
    /// Pays for another try. It is free where the last one has put nothing on an endpoint: then even a budget that is used up does not keep requests from
    /// the endpoints that live, and no endpoint gets more of them than there are.
    /// </summary>
    /// <returns>False: the budget is used up.</returns>
    public bool TryPay(Exchange exchange)
    {
        var isFree = exchange.Origin is null || !exchange.BytesWrittenUpstream;
        if (isFree || exchange.Upstream!.Group.RetryBudget.TrySpend(exchange.Retry.Budget, worker.Loop.Index, worker.Loop.Now))
        {
            return true;
        }

        worker.Counters.RetryBudgetExhausted++;
        return false;
    }

    /// <summary>The last try is over, and another will be made: counts it, and waits as long as the options say.</summary>
    /// <returns>None where it may begin.</returns>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public async ValueTask<ProxyError> NextAsync(Exchange exchange, RetryReason reason)
    {
        // A stale connection says nothing against its endpoint: the same one is asked over a new connection.
        exchange.NeedsFreshConnection = reason == RetryReason.StaleConnection;
        if (reason == RetryReason.StaleConnection)
        {
            exchange.StaleReplaced = true;
            exchange.Attempts--;
        }
        else if (exchange.Retry.BackOff(exchange.Attempts, worker.Random) is > 0 and var wait)
        {
            await exchange.PauseAsync(worker.Loop, wait).ConfigureAwait(false);
        }

        if (exchange.IsAborted)
        {
            return exchange.Error;
        }

        worker.Counters.Count(reason);
        return ProxyError.None;
    }

    /// <summary>A response that is not for the client is let go of, to try again.</summary>
    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public async ValueTask<ProxyError> DropAsync(Exchange exchange)
    {
        await Forwarder.DropForRetryAsync(exchange).ConfigureAwait(false);
        exchange.EndTry();
        return exchange.IsAborted ? exchange.Error : await NextAsync(exchange, RetryReason.Status).ConfigureAwait(false);
    }
}
