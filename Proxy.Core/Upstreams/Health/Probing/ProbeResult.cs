namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>What came of one probe.</summary>
/// <param name="Outcome">What it says of the endpoint.</param>
/// <param name="Reason">Why, in a few words for logs; empty where it is well.</param>
internal readonly record struct ProbeResult(ProbeOutcome Outcome, string Reason)
{
    public static ProbeResult Good => new(ProbeOutcome.Good, "");

    public static ProbeResult Bad(string reason) => new(ProbeOutcome.Bad, reason);

    public static ProbeResult Void(string reason) => new(ProbeOutcome.Void, reason);
}
