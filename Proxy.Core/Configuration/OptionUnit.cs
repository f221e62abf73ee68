namespace Proxy.Core.Configuration;

/// <summary>What the numbers of an option count.</summary>
public enum OptionUnit
{
    /// <summary>Things: connections, requests, tries.</summary>
    Count,

    /// <summary>Bytes, written <c>512B</c>, <c>32KiB</c>.</summary>
    Bytes,

    /// <summary>Ticks of <see cref="TimeSpan"/>, written <c>250ms</c>, <c>5s</c>.</summary>
    Ticks,
}
