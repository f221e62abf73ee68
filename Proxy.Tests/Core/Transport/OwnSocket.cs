using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Proxy.Tests.Core.Transport;

/// <summary>A look at a connected socket of this process from outside of what owns it, to see how it is set up.</summary>
internal static class OwnSocket
{
    private const int LocalColumn = 1;
    private const int InodeColumn = 9;

    /// <summary>The IPv4 socket with that local port; disposing of it does not close it.</summary>
    public static Socket At(EndPoint local)
    {
        var port = ((IPEndPoint)local).Port.ToString("X4", CultureInfo.InvariantCulture);
        var inode = File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .First(columns => columns[LocalColumn].EndsWith($":{port}", StringComparison.Ordinal))[InodeColumn];
        var link = Directory.EnumerateFileSystemEntries("/proc/self/fd").First(path => new FileInfo(path).LinkTarget == $"socket:[{inode}]");
        return new Socket(new SafeSocketHandle(int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture), ownsHandle: false));
    }
}
