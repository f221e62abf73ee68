namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>One fault under one peer. Times are in microseconds for latencies, else as they say; null stands for "not before the end".</summary>
internal sealed record FaultRound
{
    public required int Round { get; init; }

    /// <summary>Requests from the fault's beginning to the end of the load.</summary>
    public required int Requests { get; init; }

    /// <summary>GETs without a good response, though no origin had begun one.</summary>
    public required int FailedGets { get; init; }

    /// <summary>GETs that failed after an origin, or the peer, had begun a response.</summary>
    public required int CutGets { get; init; }

    public required int FailedPosts { get; init; }

    /// <summary>POSTs that reached an origin more than once, over the whole load.</summary>
    public required int DoublePosts { get; init; }

    public required int? P50Before { get; init; }

    public required int? P99Before { get; init; }

    public required int? P50During { get; init; }

    public required int? P99During { get; init; }

    public required int? P50After { get; init; }

    public required int? P99After { get; init; }

    /// <summary>From the fault's beginning until the 99th percentile is below twice what it was before.</summary>
    public required double? RecoverySeconds { get; init; }

    /// <summary>From the fault's beginning until the sick origin gets no more than probes.</summary>
    public required double? OutSeconds { get; init; }

    /// <summary>Its share of the traffic in the second half of the fault, 0 to 1, as far as it could note that.</summary>
    public required double SickShare { get; init; }

    /// <summary>From the fault's end until the origin gets requests again.</summary>
    public required double? BackSeconds { get; init; }

    /// <summary>From the fault's end until it has nine tenths of its third.</summary>
    public required double? FullShareSeconds { get; init; }

    /// <summary>Its share of the traffic in each half second from the fault's end on, 0 to 1.</summary>
    public required IReadOnlyList<double> Shares { get; init; }

    /// <summary>Failed GETs and POSTs by what their clients saw, as in <c>502: 3</c>.</summary>
    public required IReadOnlyDictionary<string, int> Failures { get; init; }
}
