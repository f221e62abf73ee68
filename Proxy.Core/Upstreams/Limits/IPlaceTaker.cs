namespace Proxy.Core.Upstreams.Limits;

/// <summary>Somebody who waits for a place.</summary>
internal interface IPlaceTaker
{
    /// <summary>A place is the taker's from now on: to be used, or given back. Called on any thread.</summary>
    void HandOver();
}
