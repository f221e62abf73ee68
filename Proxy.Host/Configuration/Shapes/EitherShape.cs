namespace Proxy.Host.Configuration.Shapes;

/// <summary>A value that may be written in several ways.</summary>
internal sealed record EitherShape(params IReadOnlyList<ValueShape> Ways) : ValueShape;
