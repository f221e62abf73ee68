using System.Net;
using System.Net.Sockets;

namespace Proxy.Benchmarks.Compare.Servers;

/// <summary>Takes unused loopback ports from the operating system.</summary>
internal static class FreePorts
{
    /// <summary>Distinct ports: all are held until the last is known.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
                listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }
}
