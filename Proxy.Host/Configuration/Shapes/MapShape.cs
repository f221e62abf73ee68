namespace Proxy.Host.Configuration.Shapes;

/// <summary>An object whose keys are the operator's own names.</summary>
/// <param name="Key">What a key names, as in "the upstream's name".</param>
/// <param name="Value">What each key holds.</param>
internal sealed record MapShape(string Key, ValueShape Value) : ValueShape;
