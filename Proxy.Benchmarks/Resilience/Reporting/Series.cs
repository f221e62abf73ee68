namespace Proxy.Benchmarks.Resilience.Reporting;

/// <summary>A line in a chart.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Color">As <c>#rrggbb</c>.</param>
/// <param name="Points">From left to right.</param>
internal sealed record Series(string Title, string Color, IReadOnlyList<(double X, double Y)> Points);
