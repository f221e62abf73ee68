using Proxy.Core.Configuration;

namespace Proxy.Tests.Soak;

/// <summary>Bounds short enough that a soak meets with every one of them.</summary>
internal static class SoakConfiguration
{
    /// <summary>As keys of a configuration file.</summary>
    public const string Keys = """
        "timeouts": {
          "requestHead": "3s", "keepAlive": "10s", "clientIdle": "3s", "dataRateGrace": "3s", "upstreamConnect": "2s",
          "upstreamResponseHead": "2s", "upstreamBodyIdle": "2s", "upstreamPoolIdle": "2s", "drain": "2s",
        },
        "threads": 2,
        """;

    /// <summary>As options.</summary>
    public static TimeoutOptions Timeouts { get; } = new()
    {
        RequestHead = TimeSpan.FromSeconds(3),
        KeepAlive = TimeSpan.FromSeconds(10),
        ClientIdle = TimeSpan.FromSeconds(3),
        DataRateGrace = TimeSpan.FromSeconds(3),
        UpstreamConnect = TimeSpan.FromSeconds(2),
        UpstreamResponseHead = TimeSpan.FromSeconds(2),
        UpstreamBodyIdle = TimeSpan.FromSeconds(2),
        UpstreamPoolIdle = TimeSpan.FromSeconds(2),
        Drain = TimeSpan.FromSeconds(2),
    };
}
