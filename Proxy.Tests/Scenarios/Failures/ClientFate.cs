namespace Proxy.Tests.Scenarios.Failures;

/// <summary>What becomes of the client's connection.</summary>
internal enum ClientFate
{
    /// <summary>It carries another request.</summary>
    Kept,

    /// <summary>The proxy ends it in order.</summary>
    Closed,

    /// <summary>The client has ended its side, and the proxy now ends the other.</summary>
    Finished,

    /// <summary>The proxy resets it.</summary>
    Reset,

    /// <summary>The client itself was the end of it.</summary>
    Gone,
}
