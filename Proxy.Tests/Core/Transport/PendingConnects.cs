using System.Globalization;
using System.Net;

namespace Proxy.Tests.Core.Transport;

/// <summary>Connections of this machine that are still being opened, as the kernel lists them.</summary>
internal static class PendingConnects
{
    private const int RemoteColumn = 2;
    private const int StateColumn = 3;
    private const string SynSent = "02";

    /// <summary>How many of them go to that address.</summary>
    public static int CountTo(EndPoint server)
    {
        var port = ((IPEndPoint)server).Port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(columns => columns[StateColumn] == SynSent && columns[RemoteColumn].EndsWith($":{port}", StringComparison.Ordinal));
    }
}
