namespace Proxy.Host.Configuration.Shapes;

/// <summary>A value, or null.</summary>
/// <param name="Value">What it is where it is not null.</param>
/// <param name="Meaning">What null means, as in "unlimited".</param>
internal sealed record NullableShape(ValueShape Value, string Meaning) : ValueShape;
