namespace Proxy.Host.Configuration;

/// <summary>Reads a configuration file from disk.</summary>
internal static class ConfigurationFile
{
    /// <summary>Far past any real file; a bound, so that a wrong path cannot fill the memory.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Reads, binds and checks a file. Never throws for what is in it or for its absence.</summary>
    public static LoadedConfiguration Load(string path)
    {
        try
        {
            if (path.Length == 0)
            {
                return Unreadable("--config", "the path of a file is needed");
            }

            if (Directory.Exists(path))
            {
                return Unreadable(path, "is a directory; the path of a file is needed");
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return TryReadAll(file, out var content)
                ? ConfigurationText.Parse(path, content)
                : Unreadable(path, $"is larger than {MaxBytes >> 20} MiB");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable(path, "no such file");
        }
        catch (UnauthorizedAccessException)
        {
            return Unreadable(path, "may not be read: permission denied");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            return Unreadable(path, $"cannot be read: {e.Message}");
        }
    }

    // Read to the end rather than to the length: a pipe has none, and a file may grow.
    private static bool TryReadAll(Stream file, out byte[] content)
    {
        var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = file.Read(chunk)) > 0 && buffer.Length <= MaxBytes)
        {
            buffer.Write(chunk.AsSpan(0, read));
        }

        content = buffer.ToArray();
        return content.Length <= MaxBytes;
    }

    private static LoadedConfiguration Unreadable(string path, string why) => new(new(), [$"{path}: {why}"]);
}
