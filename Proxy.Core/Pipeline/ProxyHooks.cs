namespace Proxy.Core.Pipeline;

/// <summary>
/// What an embedder can do along the road of a request. Every phase is a no-op until overridden. Hooks run on the request's event loop and must not block it;
/// they may await anything, on any thread: the request goes on from its loop.
/// </summary>
public abstract class ProxyHooks
{
    /// <summary>After the request is routed, before an origin is chosen. Throwing answers 500.</summary>
    /// <returns>0 to go on, or a status from 400 to 599 to answer instead.</returns>
    public virtual ValueTask<int> OnRequestAsync(HookContext context) => new(0);
}
