namespace Proxy.Core.Upstreams;

/// <summary>What the first bytes of a connection told its origin, where origins are told of clients.</summary>
/// <param name="Client">Who the connection is for.</param>
/// <param name="Keeper">The client's own connections, among which it may be kept; null where it has no client, and serves once.</param>
internal sealed record Introduction(ToldClient Client, KeptConnections? Keeper);
