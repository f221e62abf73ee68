using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Proxy.Tests.Core.Transport;

/// <summary>A look at a connected socket of this process from outside of what owns it, to see how it is set up.</summary>
internal static class OwnSocket
{
    private const int LocalColumn = 1;
    private const int RemoteColumn = 2;
    private const int InodeColumn = 9;

    /// <summary>The IPv4 socket from that port to that one; disposing of it does not close it.</summary>
    public static Socket At(EndPoint local, EndPoint remote)
    {
        // Other processes may have sockets between the same ports, of other addresses.
        var own = File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[LocalColumn].EndsWith(PortOf(local), StringComparison.Ordinal) && columns[RemoteColumn].EndsWith(PortOf(remote), StringComparison.Ordinal))
            .Select(columns => $"socket:[{columns[InodeColumn]}]")
            .ToHashSet();
        var link = Directory.EnumerateFileSystemEntries("/proc/self/fd").First(path => new FileInfo(path).LinkTarget is { } target && own.Contains(target));
        return new Socket(new SafeSocketHandle(int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture), ownsHandle: false));
    }

    private static string PortOf(EndPoint address) => $":{((IPEndPoint)address).Port.ToString("X4", CultureInfo.InvariantCulture)}";
}
