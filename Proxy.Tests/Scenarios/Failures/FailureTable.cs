using Proxy.Core.Pipeline;

namespace Proxy.Tests.Scenarios.Failures;

/// <summary>Side, step and fault, and what follows from each: the whole table, in the order of the road.</summary>
internal static class FailureTable
{
    /// <summary>What no row can bring about, and why.</summary>
    public static readonly IReadOnlyDictionary<ProxyError, string> Unreachable = new Dictionary<ProxyError, string>
    {
        [ProxyError.UpstreamCircuitOpen] = "others have to fail before it: Limits/CircuitTests",
        [ProxyError.UpstreamOverloaded] = "others have to take their time before it: Limits/OverloadTests",
    };

    public static readonly IReadOnlyList<Failure> Rows =
    [
        .. RequestHeadFailures.Rows,
        .. OwnRefusals.Rows,
        .. ConnectFailures.Rows,
        .. PoolFailures.Rows,
        .. RequestBodyFailures.Rows,
        .. UploadFailures.Rows,
        .. ResponseHeadFailures.Rows,
        .. ResponseBodyFailures.Rows,
        .. ResponseFailures.Rows,
        .. TunnelFailures.Rows,
    ];

    public static IEnumerable<string> Names => Rows.Select(row => row.Name);
}
