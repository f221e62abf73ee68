namespace Proxy.Host.Configuration.Shapes;

/// <summary>An object of known keys.</summary>
/// <param name="About">What the object is for, in a sentence.</param>
/// <param name="Keys">Its keys, in the order of the documentation.</param>
internal sealed record ObjectShape(string About, IReadOnlyList<KeyShape> Keys) : ValueShape;
