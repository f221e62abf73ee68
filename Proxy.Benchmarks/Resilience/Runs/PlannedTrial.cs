namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>A trial that is still to be run.</summary>
/// <param name="Part">The part it belongs to.</param>
/// <param name="Title">What it is, for the user who waits.</param>
/// <param name="Run">Runs it, adds its figures to the result and returns them in a line.</param>
internal sealed record PlannedTrial(string Part, string Title, Func<CancellationToken, Task<string>> Run);
