namespace Proxy.Host.Configuration.Shapes;

/// <summary>An array of like elements.</summary>
internal sealed record ListShape(ValueShape Item) : ValueShape;
