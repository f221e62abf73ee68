namespace Proxy.Benchmarks.Compare.Results;

/// <summary>One measurement of one peer.</summary>
internal sealed record RoundResult
{
    public required int Round { get; init; }

    /// <summary>Responses received in full.</summary>
    public required long Requests { get; init; }

    public required double RequestsPerSecond { get; init; }

    /// <summary>User and system time of the peer's processes, divided by <see cref="Requests"/>.</summary>
    public required double CpuMicrosecondsPerRequest { get; init; }

    public required double P50Microseconds { get; init; }

    public required double P99Microseconds { get; init; }

    /// <summary>Memory of the peer's processes after the measurement, as proportional set size.</summary>
    public required long ProportionalBytes { get; init; }

    /// <summary>Cores the peer kept busy: far below those it has, the load generator or the origin was the limit.</summary>
    public required double CoresBusy { get; init; }

    /// <summary>Connections the peer opened to the origin.</summary>
    public required long OriginConnections { get; init; }
}
