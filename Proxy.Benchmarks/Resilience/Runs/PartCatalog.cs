namespace Proxy.Benchmarks.Resilience.Runs;

/// <summary>The parts of a run, in their order.</summary>
internal static class PartCatalog
{
    public const string Faults = "faults", Storm = "storm", Overload = "overload", Unequal = "unequal";

    public static IReadOnlyList<string> Names { get; } = [Faults, Storm, Overload, Unequal];
}
