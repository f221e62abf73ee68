namespace Proxy.Host.Reloading;

/// <summary>By what one sees that a file has changed. Links are followed, all of them: what mounts a configuration often changes a link on the way.</summary>
/// <param name="Modified">When it was written to.</param>
/// <param name="Length">Its bytes; -1 where there is no such file.</param>
internal readonly record struct FileStamp(DateTime Modified, long Length)
{
    private static readonly FileStamp Absent = new(default, -1);

    public static FileStamp Of(string path)
    {
        try
        {
            var link = new FileInfo(path);
            var file = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
            return file.Exists ? new(file.LastWriteTimeUtc, file.Length)
                : Directory.Exists(path) ? new(Directory.GetLastWriteTimeUtc(path), 0)
                : Absent;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Absent;
        }
    }
}
