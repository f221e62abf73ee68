namespace Proxy.Core.Transport;

/// <summary>How many client connections the descriptor limit allows: each may need a second one, to its origin.</summary>
internal static class ConnectionBudget
{
    // For logs, look-ups, and descriptors a runtime opens when it likes.
    private const int Reserve = 16;

    /// <summary>The limit, at least 1.</summary>
    /// <param name="descriptors">What the process may open.</param>
    /// <param name="open">What it has open already.</param>
    /// <param name="listeners">Listening sockets yet to be opened.</param>
    public static int From(int descriptors, int open, int listeners) => Math.Max(1, (descriptors - open - listeners - Reserve) / 2);
}
