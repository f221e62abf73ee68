namespace Proxy.Core.Upstreams.Health;

/// <summary>Who may be chosen.</summary>
/// <param name="Weights">The weight of each candidate; 0 for one that may not be chosen.</param>
/// <param name="IsPanic">Too few are well: those that are not are asked as well.</param>
internal readonly record struct Eligible(int[] Weights, bool IsPanic);
