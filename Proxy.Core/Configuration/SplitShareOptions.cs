namespace Proxy.Core.Configuration;

/// <summary>One upstream's part of a <see cref="SplitOptions"/>.</summary>
/// <param name="Upstream">The name of the <see cref="UpstreamOptions"/>.</param>
/// <param name="Weight">Its weight, 0 to 1000: the part of requests it gets is its weight in the sum of all. 0 gets none.</param>
public sealed record SplitShareOptions(string Upstream, int Weight);
