using System.Net.Sockets;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;
using Proxy.Tests.Core.Transport.Contract;

namespace Proxy.Tests.Core.Transport.Rules;

/// <summary>Rule 3: bytes and the peer's end can come as one event.</summary>
[TestFixture(TransportKind.Automatic)]
[TestFixture(TransportKind.Managed)]
public sealed class DataWithEndTests(TransportKind kind)
{
    [TestCase(1)]
    [TestCase(BufferPool.LargeLength - 1)]
    [TestCase(BufferPool.LargeLength)]
    [TestCase(BufferPool.LargeLength + 1)]
    [TestCase(2 * BufferPool.LargeLength)]
    public async Task All_of_it_is_read_and_then_the_end(int length)
    {
        using var server = new TestServer();
        await using var host = new LoopHost(kind);
        SocketConnection connection = null!;
        await host.RunAsync(async () => connection = (await host.Loop.ConnectAsync(server.Address, 5_000)).Connection!);
        using var peer = server.Accept();
        using var received = new Receipt();
        var reading = host.RunAsync(() => received.ReadAsync(connection.Input, long.MaxValue));
        await host.Loop.RunAsync(() => { });

        using var hold = new ManualResetEventSlim();
        host.Loop.Post(_ => hold.Wait(LoopHost.Patience), null);
        var sent = RandomBytes.Make(length, length);
        peer.Send(sent);
        peer.Shutdown(SocketShutdown.Send);
        hold.Set();
        await reading;
        using var expected = new Receipt();
        expected.Add(sent);
        Assert.That(received.Hash(), Is.EqualTo(expected.Hash()));
        await host.Loop.RunAsync(connection.Close);
    }
}
