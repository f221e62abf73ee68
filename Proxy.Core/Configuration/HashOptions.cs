namespace Proxy.Core.Configuration;

/// <summary>What <see cref="BalanceAlgorithm.ConsistentHash"/> goes by.</summary>
public sealed record HashOptions
{
    /// <summary>
    /// The key, text with variables, as in <c>{header.X-Tenant}</c>: requests with the same key go to the same endpoint, on every loop and in every process.
    /// A request whose key is empty is left to chance. Clients choose what they send. Default: the client's address.
    /// </summary>
    public string Key { get; init; } = "{client.address}";

    /// <summary>
    /// What an endpoint may have in flight of all the upstream has, in percent of its share by weight: default 125, range 101 to 10,000. Past it a key
    /// goes to the next endpoint of its own. Low, and keys wander under load; high, and a popular key may overload its endpoint.
    /// </summary>
    public int MaxLoadPercent { get; init; } = 125;
}
