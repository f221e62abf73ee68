namespace Proxy.Core.Explaining;

/// <summary>One upstream's part of a route's requests.</summary>
/// <param name="Upstream">Its name.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Percent">Its share of the route's requests.</param>
/// <param name="IsTaken">The rest of the explanation is about it.</param>
public sealed record ExplainedShare(string Upstream, int Weight, double Percent, bool IsTaken);
