using Proxy.Core.Configuration;

namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>What is known of an endpoint by its probes; immutable, so that any thread sees all of it at one moment.</summary>
/// <param name="State">What follows from it.</param>
/// <param name="Good">Good probes in a row, up to now.</param>
/// <param name="Bad">Bad probes in a row, up to now.</param>
/// <param name="Last">What came of the last probe, or null before the first.</param>
/// <param name="At">When that was.</param>
internal sealed record ProbeStatus(ProbeState State, int Good = 0, int Bad = 0, ProbeResult? Last = null, DateTimeOffset? At = null)
{
    public static ProbeStatus NotProbed { get; } = new(ProbeState.NotProbed);

    /// <summary>Probes have nothing against requests to it.</summary>
    public bool MayServe => State is ProbeState.NotProbed or ProbeState.Up;

    /// <summary>What is known after one more probe.</summary>
    /// <param name="result">What came of it; one that says nothing changes neither state nor counts.</param>
    /// <param name="options">How many it takes.</param>
    /// <param name="at">When it ended.</param>
    public ProbeStatus After(ProbeResult result, HealthCheckOptions options, DateTimeOffset at)
    {
        var (good, bad) = result.Outcome switch
        {
            ProbeOutcome.Good => (Good + 1, 0),
            ProbeOutcome.Bad => (0, Bad + 1),
            _ => (Good, Bad),
        };

        // A new endpoint has no bad past: one good probe is enough. One that is pending and fails as often as is enough has shown itself to be down.
        var state = State switch
        {
            ProbeState.Pending when good > 0 => ProbeState.Up,
            ProbeState.Down when good >= options.HealthyAfter => ProbeState.Up,
            _ when bad >= options.UnhealthyAfter => ProbeState.Down,
            _ => State,
        };
        return new ProbeStatus(state, good, bad, result, at);
    }
}
