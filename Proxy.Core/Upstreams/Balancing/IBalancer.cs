namespace Proxy.Core.Upstreams.Balancing;

/// <summary>Chooses an endpoint for a request. One instance a loop and upstream.</summary>
internal interface IBalancer
{
    /// <summary>The endpoint for the next try.</summary>
    /// <param name="tried">The endpoint of the try before, avoided where there is another; null on the first.</param>
    Endpoint Choose(Endpoint? tried);
}
