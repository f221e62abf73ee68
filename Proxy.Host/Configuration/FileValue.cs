using System.Diagnostics.CodeAnalysis;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration;

/// <summary>A file that the configuration names and whose content becomes part of it.</summary>
/// <param name="Content">All of it.</param>
/// <param name="MediaType">What its name says it holds, or null.</param>
internal sealed record FileValue(byte[] Content, string? MediaType)
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Reads the path of a file, relative to that of the configuration file it stands in, and then the file.</summary>
    public static ValueReader<FileValue> Reader { get; } = new(new ScalarShape(ScalarKind.Text), Read);

    private static bool Read(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out FileValue value)
    {
        value = null;
        if (!Values.Text.TryRead(node, problems, out var name))
        {
            return false;
        }

        var path = node.Place.Source.Resolve(name);
        value = FileContent.TryRead(path, MaxBytes, out var content, out var problem) ? new(content, MediaTypes.Of(path)) : null;
        return value is not null || Values.Fail(node, problems, $"{path}: {problem}");
    }
}
