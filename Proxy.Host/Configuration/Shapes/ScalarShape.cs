namespace Proxy.Host.Configuration.Shapes;

/// <summary>A single value.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Unit">What is counted, where the key's name does not say so.</param>
internal sealed record ScalarShape(ScalarKind Kind, string? Unit = null) : ValueShape;
