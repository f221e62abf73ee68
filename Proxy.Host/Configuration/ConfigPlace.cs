namespace Proxy.Host.Configuration;

/// <summary>A place in a file.</summary>
/// <param name="Source">The file.</param>
/// <param name="Offset">Bytes from its beginning.</param>
internal readonly record struct ConfigPlace(ConfigSource Source, int Offset)
{
    /// <summary>As compilers write it: <c>proxy.json:12:17</c>.</summary>
    public override string ToString()
    {
        var (line, column) = TextPositions.Locate(Source.Text.Span, Offset);
        return $"{Source.Name}:{line}:{column}";
    }
}
