namespace Proxy.Benchmarks.Compare;

/// <summary>The order of peers in a round.</summary>
internal static class Rotation
{
    /// <summary>The items from the one at <paramref name="start"/> on, then those before it: nobody is always first or always after the same.</summary>
    public static IEnumerable<T> Of<T>(IReadOnlyList<T> items, int start) =>
        Enumerable.Range(0, items.Count).Select(i => items[(start + i) % items.Count]);
}
