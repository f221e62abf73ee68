using System.Runtime.CompilerServices;
using Proxy.Core.Transport;

namespace Proxy.Core.Pipeline;

/// <summary>Calls hooks and brings the request back to its loop, wherever they completed.</summary>
internal static class HookRunner
{
    private const int LowestRefusal = 400;
    private const int HighestRefusal = 599;

    [AsyncMethodBuilder(typeof(LoopTask<>))]
    public static async ValueTask<ProxyError> RequestAsync(ProxyHooks hooks, Exchange exchange, EventLoop loop)
    {
        var status = 0;
        Exception? failure = null;
        try
        {
            status = await hooks.OnRequestAsync(new HookContext(exchange)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        if (!loop.IsCurrent)
        {
            await new LoopReturn(loop);
        }

        if (exchange.IsAborted)
        {
            return exchange.Error;
        }

        if (failure is not null || status is not (0 or (>= LowestRefusal and <= HighestRefusal)))
        {
            loop.OnFault(failure ?? new InvalidOperationException($"A hook returned {status}: 0, or a status from 400 to 599, is allowed."));
            return ProxyError.Internal;
        }

        exchange.RefusalStatus = status;
        return status == 0 ? ProxyError.None : ProxyError.HookRefused;
    }
}
