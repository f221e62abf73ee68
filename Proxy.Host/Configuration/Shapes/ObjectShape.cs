namespace Proxy.Host.Configuration.Shapes;

/// <summary>An object of known keys.</summary>
/// <param name="About">What the object is for, in a sentence.</param>
/// <param name="Keys">Its keys, in the order of the documentation.</param>
/// <param name="Exclusive">Pairs of keys that may not stand together.</param>
internal sealed record ObjectShape(string About, IReadOnlyList<KeyShape> Keys, IReadOnlyList<(string First, string Second)> Exclusive) : ValueShape;
