using System.Diagnostics.CodeAnalysis;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration;

/// <summary>A file that the configuration names and whose content becomes part of it.</summary>
/// <param name="Content">All of it.</param>
/// <param name="MediaType">What its name says it holds, or null.</param>
internal sealed record FileValue(byte[] Content, string? MediaType)
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Reads the path of a file, relative to that of the configuration, and then the file.</summary>
    public static ValueReader<FileValue> Reader { get; } = new(new ScalarShape(ScalarKind.Text), Read);

    private static bool Read(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out FileValue value)
    {
        value = null;
        if (!Values.Text.TryRead(node, problems, out var name))
        {
            return false;
        }

        try
        {
            var path = problems.Resolve(name);
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var buffer = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            value = new(buffer[..length], MediaTypes.Of(path));
            return length <= MaxBytes || Values.Fail(node, problems, $"\"{name}\" is larger than {MaxBytes >> 20} MiB");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(problems.Resolve(name)))
        {
            return Values.Fail(node, problems, $"\"{name}\" is a directory; the path of a file is needed");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Values.Fail(node, problems, $"\"{name}\": no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Values.Fail(node, problems, $"\"{name}\" cannot be read: {e.Message}");
        }
    }
}
