using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport.Rules;

/// <summary>Rule 3: one fast download starves nobody.</summary>
[TestFixture]
public sealed class FairnessTests
{
    private const int SmallClients = 50;

    [TestCase(BufferPool.LargeLength, 4)]
    [TestCase(100, 16)]
    public async Task Small_clients_are_served_while_one_reads_without_end(int bytesPerRead, int readsPerTurn)
    {
        await using var host = new LoopHost();
        var listener = TestListener.Open(new ListenerOptions { Address = "127.0.0.1:0" }, host.Group, (connection, from) => _ = Echo(connection));
        EndlessConnection endless = null!;
        await host.Loop.RunAsync(() => _ = Drain(endless = new EndlessConnection(host.Loop, bytesPerRead)));
        var clients = Enumerable.Range(0, SmallClients).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToArray();
        await Task.WhenAll(clients.Select(client => AskAsync(client, listener))).WaitAsync(LoopHost.Patience);
        await Until.TrueAsync(() => endless.Turns > 10, "the download");
        await host.Loop.RunAsync(endless.Close).WaitAsync(LoopHost.Patience);
        Assert.That((endless.MostReads, endless.MostBytes), Is.EqualTo((readsPerTurn, (long)readsPerTurn * bytesPerRead)));
        await listener.CloseAsync().WaitAsync(LoopHost.Patience);
        await Until.TrueAsync(() => host.Loop.Buffers.InUse == 0, "all buffers back");
    }

    private static async Task AskAsync(Socket client, Listener listener)
    {
        using (client)
        {
            await client.ConnectAsync(listener.LocalEndPoint);
            for (var i = 0; i < 5; i++)
            {
                await client.SendAsync(new byte[] { (byte)i });
                var answer = new byte[1];
                Assert.That((await client.ReceiveAsync(answer), answer[0]), Is.EqualTo((1, i)));
            }
        }
    }

    private static async Detached Drain(SocketConnection connection)
    {
        try
        {
            while (true)
            {
                connection.Input.AdvanceTo((await connection.Input.ReadAsync()).Buffer.End);
            }
        }
        catch (ConnectionLostException)
        {
            connection.Input.Complete();
        }
    }

    private static async Detached Echo(SocketConnection connection)
    {
        while (true)
        {
            var result = await connection.Input.ReadAsync();
            if (result.IsCompleted)
            {
                break;
            }

            foreach (var memory in result.Buffer)
            {
                await connection.Output.WriteAsync(memory);
            }

            connection.Input.AdvanceTo(result.Buffer.End);
        }

        connection.Input.Complete();
        connection.Output.Complete();
    }
}
