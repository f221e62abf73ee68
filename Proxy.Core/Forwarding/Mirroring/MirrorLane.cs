namespace Proxy.Core.Forwarding.Mirroring;

/// <summary>One loop's share of a mirror.</summary>
internal sealed class MirrorLane
{
    public MirrorLane(Mirror mirror, int loops) => MaxInFlight = Math.Max(1, mirror.Options.MaxInFlight / loops);

    /// <summary>Copies that may be under way.</summary>
    public int MaxInFlight { get; }

    /// <summary>Copies under way.</summary>
    public int InFlight { get; set; }
}
