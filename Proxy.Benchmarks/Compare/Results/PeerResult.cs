namespace Proxy.Benchmarks.Compare.Results;

/// <summary>All rounds of one peer in one scenario.</summary>
internal sealed record PeerResult
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Color { get; init; }

    public required string CommandLine { get; init; }

    public required IReadOnlyList<RoundResult> Rounds { get; init; }

    public Summary RequestsPerSecond => Over(round => round.RequestsPerSecond);

    public Summary CpuMicrosecondsPerRequest => Over(round => round.CpuMicrosecondsPerRequest);

    public Summary P50Microseconds => Over(round => round.P50Microseconds);

    public Summary P99Microseconds => Over(round => round.P99Microseconds);

    public Summary ProportionalBytes => Over(round => round.ProportionalBytes);

    public Summary CoresBusy => Over(round => round.CoresBusy);

    /// <summary>CPU per request of this peer divided by that of <paramref name="other"/>, each round with its own: drift cancels out.</summary>
    public Summary CpuRatioTo(PeerResult other) =>
        Summary.Of(Rounds.Join(other.Rounds, mine => mine.Round, theirs => theirs.Round,
            (mine, theirs) => mine.CpuMicrosecondsPerRequest / theirs.CpuMicrosecondsPerRequest));

    private Summary Over(Func<RoundResult, double> value) => Summary.Of(Rounds.Select(value));
}
