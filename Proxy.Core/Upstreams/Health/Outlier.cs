namespace Proxy.Core.Upstreams.Health;

/// <summary>An endpoint that does much worse than its siblings.</summary>
/// <param name="Index">Which of those that were compared.</param>
/// <param name="Cause">In what.</param>
/// <param name="Times">How many times worse, for comparison.</param>
internal readonly record struct Outlier(int Index, EjectionCause Cause, double Times);
