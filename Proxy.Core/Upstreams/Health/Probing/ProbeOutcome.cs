namespace Proxy.Core.Upstreams.Health.Probing;

/// <summary>What one probe says.</summary>
internal enum ProbeOutcome : byte
{
    /// <summary>Nothing: it did not come to an end, or never left this machine.</summary>
    Void,

    /// <summary>The endpoint is well.</summary>
    Good,

    /// <summary>The endpoint is not well.</summary>
    Bad,
}
