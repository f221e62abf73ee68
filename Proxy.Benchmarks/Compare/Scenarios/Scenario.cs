namespace Proxy.Benchmarks.Compare.Scenarios;

/// <summary>One load that every peer is put under.</summary>
internal sealed record Scenario
{
    /// <summary>The name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>The name in reports.</summary>
    public required string Title { get; init; }

    /// <summary>The request target at the origin.</summary>
    public required string Path { get; init; }

    /// <summary>Length of the response's content, in bytes.</summary>
    public required int BodyBytes { get; init; }

    /// <summary>Connections the load generator holds at a time.</summary>
    public required int Connections { get; init; }

    /// <summary>False: the client opens a new connection for each request.</summary>
    public bool KeepAlive { get; init; } = true;

    /// <summary>
    /// True: the peers have <see cref="ServiceRoutes.Count"/> routes by path and five changes to fields, as far as they can be configured so.
    /// </summary>
    public bool IsRouted { get; init; }

    /// <summary>True: nothing is pinned and every program has as many threads or workers as there are cores.</summary>
    public bool AllCores { get; init; }

    /// <summary>True where copying content outweighs handling requests: peers tuned for that take part too.</summary>
    public bool IsBulk => BodyBytes >= 100 * 1024;
}
