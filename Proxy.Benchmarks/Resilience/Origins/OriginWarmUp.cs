using System.Net;
using System.Net.Sockets;
using Proxy.Benchmarks.Compare.Servers;
using Proxy.Benchmarks.Resilience.Wire;

namespace Proxy.Benchmarks.Resilience.Origins;

/// <summary>
/// Serves a few requests to itself before the origin listens: its code is compiled then, and an origin that comes back is as fast as it was. Otherwise
/// what is measured after its return would be the compiler.
/// </summary>
internal static class OriginWarmUp
{
    private const int Requests = 60;

    public static void Run(string ledgerPath)
    {
        using (var ledger = Ledger.Create(ledgerPath, Requests))
        {
            var port = FreePorts.Take(1)[0];
            using var server = new OriginServer(port, ledger);
            var thread = new Thread(server.Run);
            thread.Start();
            Ask(port);
            server.Stop();
            thread.Join();
        }

        File.Delete(ledgerPath);
    }

    private static void Ask(int port)
    {
        var writer = new RequestWriter();
        var buffer = new byte[2 * Traffic.LongBytes];
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        for (var number = 1; number <= Requests; number++)
        {
            socket.Send(writer.Write(number));
            var received = 0;
            do
            {
                received += socket.Receive(buffer.AsSpan(received));
            }
            while (HeadScan.Length(buffer.AsSpan(0, received)) is var head && (head < 0 || received < head + Traffic.ResponseBytes(number)));
        }
    }
}
