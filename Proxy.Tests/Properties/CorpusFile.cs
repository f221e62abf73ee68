namespace Proxy.Tests.Properties;

/// <summary>Inputs that a kind of property begins with: one a line, see <see cref="Escaped"/>; empty lines and lines that begin with <c>#</c> are for the reader.</summary>
internal static class CorpusFile
{
    /// <summary>What the repository holds of a kind.</summary>
    public static List<byte[]> Load(string name)
    {
        using var stream = typeof(CorpusFile).Assembly.GetManifestResourceStream($"corpus.{name}.txt")
            ?? throw new ArgumentException($"There is no corpus named \"{name}\".", nameof(name));
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    public static List<byte[]> Parse(string text) =>
    [
        .. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Escaped.Parse),
    ];
}
