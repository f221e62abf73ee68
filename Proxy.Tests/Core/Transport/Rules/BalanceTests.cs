using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport.Rules;

/// <summary>Rule 1: the kernel wakes loops unfairly, the loops share fairly.</summary>
[TestFixture]
public sealed class BalanceTests
{
    private const int Connects = 64;

    [Test]
    public async Task No_loop_gets_more_than_its_share_and_a_quarter([Values(2, 4)] int loops, [Values(TransportKind.Automatic, TransportKind.Managed)] TransportKind kind)
    {
        await using var host = new LoopHost(kind, loops);
        var accepted = new int[loops];
        var connections = new List<SocketConnection>();
        var listener = TestListener.Open(new ListenerOptions { Address = "127.0.0.1:0" }, host.Group, (connection, _) =>
        {
            lock (connections)
            {
                Assert.That(connection.Loop.IsCurrent);
                connections.Add(connection);
                accepted[connection.Loop.Index]++;
            }
        });
        var clients = new List<Socket>();
        for (var i = 0; i < Connects; i++)
        {
            clients.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            clients[i].Connect(listener.LocalEndPoint);
            await Task.Delay(2); // The pace is the scenario: all land on one loop when each accepts for itself.
        }

        await Until.TrueAsync(() => accepted.Sum() == Connects, "all connections");
        Assert.That(accepted.Max(), Is.LessThanOrEqualTo(1.25 * Connects / loops), string.Join(' ', accepted));
        Assert.That(host.Group.Loops.Select(loop => loop.ConnectionCount), Is.EqualTo(accepted));
        clients.ForEach(client => client.Dispose());
        await Task.WhenAll(connections.Select(connection => connection.Loop.RunAsync(connection.Close)));
        await listener.CloseAsync().WaitAsync(LoopHost.Patience);
    }
}
