namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>What probes have found out about an endpoint.</summary>
internal enum ProbeState : byte
{
    /// <summary>It is not probed: nothing speaks against it.</summary>
    NotProbed,

    /// <summary>It is new, and gets no request before its first good probe.</summary>
    Pending,

    /// <summary>It is well, or believed to be.</summary>
    Up,

    /// <summary>It failed as many probes as are enough, and gets no request.</summary>
    Down,
}
