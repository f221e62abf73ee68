namespace Proxy.Core.Explaining;

/// <summary>How a route spreads its requests over several upstreams.</summary>
/// <param name="By">What decides, as in <c>by {cookie.user} = "7"</c>.</param>
/// <param name="IsByChance">Chance does: another request like this may go elsewhere. The rest is about the upstream with the greatest share.</param>
/// <param name="Shares">The upstreams, in the order of the configuration.</param>
public sealed record ExplainedSplit(string By, bool IsByChance, IReadOnlyList<ExplainedShare> Shares);
