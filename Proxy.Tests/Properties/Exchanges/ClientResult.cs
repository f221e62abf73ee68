namespace Proxy.Tests.Properties.Exchanges;

/// <summary>What a client got.</summary>
/// <param name="Bytes">All bytes, up to the end.</param>
/// <param name="Aborted">The end was no orderly one.</param>
internal sealed record ClientResult(byte[] Bytes, bool Aborted);
