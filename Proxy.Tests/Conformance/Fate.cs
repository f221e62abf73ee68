namespace Proxy.Tests.Conformance;

/// <summary>What becomes of the client's connection.</summary>
internal enum Fate
{
    /// <summary>The next request on it is served.</summary>
    Kept,

    /// <summary>The response says <c>close</c>, nothing behind it is read, and the connection ends in order.</summary>
    Closed,

    /// <summary>One of the two, as the response says.</summary>
    AsSaid,

    /// <summary>The response is cut so that it cannot be taken for a whole one.</summary>
    Aborted,
}
