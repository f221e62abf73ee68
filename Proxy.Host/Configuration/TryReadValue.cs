using System.Diagnostics.CodeAnalysis;

namespace Proxy.Host.Configuration;

/// <summary>Reads one value; a value it cannot read it adds to the problems, and returns false.</summary>
internal delegate bool TryReadValue<T>(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out T value);
