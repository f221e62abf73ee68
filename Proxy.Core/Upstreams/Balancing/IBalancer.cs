namespace Proxy.Core.Upstreams.Balancing;

/// <summary>Chooses an endpoint for a request. One instance a loop and upstream.</summary>
internal interface IBalancer
{
    /// <summary>The endpoint for the next try.</summary>
    /// <param name="tried">The endpoint of the try before, avoided where there is another; null on the first.</param>
    Endpoint Choose(Endpoint? tried);

    /// <summary>One for the upstream as it is after a reload, which goes on where this one stands for the endpoints they share.</summary>
    IBalancer Succeed(Upstream upstream);
}
