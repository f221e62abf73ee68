namespace Proxy.Core.Transport.Linux;

/// <summary>Tells a Unix socket's file from any other.</summary>
internal static class SocketFile
{
    // struct statx: stx_mode stands at the same place on every architecture.
    private const int StatLength = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int SocketType = 0xC000;

    /// <summary>True when a socket's file is at the path. Off Linux an empty file passes for one.</summary>
    public static unsafe bool Is(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path) && new FileInfo(path).Length == 0;
        }

        var stat = stackalloc byte[StatLength];
        return LibC.statx(LibC.AT_FDCWD, path, 0, LibC.STATX_TYPE, stat) == 0 && (*(ushort*)(stat + ModeOffset) & TypeMask) == SocketType;
    }
}
