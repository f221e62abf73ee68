using System.Diagnostics.CodeAnalysis;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration;

/// <summary>Reads one value, says what it takes, and writes what it read.</summary>
/// <param name="shape">What is taken, for schema and documentation.</param>
/// <param name="read">Reads a value.</param>
/// <param name="write">A value as JSON, as it would stand in the file; null where it cannot be written in short.</param>
internal sealed class ValueReader<T>(ValueShape shape, TryReadValue<T> read, Func<T, string?>? write = null)
{
    public ValueShape Shape { get; } = shape;

    /// <summary>Reads a value; one it cannot read it adds to the problems, and returns false.</summary>
    public bool TryRead(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return !node.IsBroken && read(node, problems, out value);
    }

    /// <summary>A value as JSON, or null.</summary>
    public string? Write(T? value) => value is null || write is null ? null : write(value);

    /// <summary>The same reader of a value that counts something else than its name says, as in "bytes a second".</summary>
    public ValueReader<T> In(string unit) => new(Shape is ScalarShape scalar ? scalar with { Unit = unit } : Shape, read, write);
}
