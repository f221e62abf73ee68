using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Proxy.Core.Upstreams.Health;

/// <summary>What the health of upstreams needs of the proxy they belong to.</summary>
internal sealed record HealthServices
{
    /// <summary>The clock all times go by: that of the loops.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public ILogger Logger { get; init; } = NullLogger.Instance;

    public HealthTotals Totals { get; init; } = new();
}
