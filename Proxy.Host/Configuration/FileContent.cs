using System.Diagnostics.CodeAnalysis;

namespace Proxy.Host.Configuration;

/// <summary>Reads a file up to a bound, and says in a few words why where it cannot.</summary>
internal static class FileContent
{
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The most it may hold.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="problem">Why it cannot be had, as words behind its name.</param>
    public static bool TryRead(string path, int maxBytes, out byte[] content, [NotNullWhen(false)] out string? problem)
    {
        content = [];
        problem = null;
        try
        {
            if (Directory.Exists(path))
            {
                problem = "is a directory; the path of a file is needed";
                return false;
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (!TryReadAll(file, maxBytes, out content))
            {
                problem = $"is larger than {(maxBytes >= 1 << 20 ? $"{maxBytes >> 20} MiB" : $"{maxBytes >> 10} KiB")}";
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "no such file";
        }
        catch (UnauthorizedAccessException)
        {
            problem = "may not be read: permission denied";
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            problem = $"cannot be read: {e.Message}";
        }

        return problem is null;
    }

    // Read to the end rather than to the length: a pipe has none, and a file may grow.
    private static bool TryReadAll(FileStream file, int maxBytes, out byte[] content)
    {
        var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = file.Read(chunk)) > 0 && buffer.Length <= maxBytes)
        {
            buffer.Write(chunk.AsSpan(0, read));
        }

        content = buffer.ToArray();
        return content.Length <= maxBytes;
    }
}
