namespace Proxy.Core.Configuration;

/// <summary>What is believed of an endpoint that has just come.</summary>
public enum InitialHealth
{
    /// <summary>It is well until its probes say otherwise.</summary>
    Up,

    /// <summary>It gets no request before its first good probe.</summary>
    ProbeFirst,
}
