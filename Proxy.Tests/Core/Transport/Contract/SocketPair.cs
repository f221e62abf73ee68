using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport.Contract;

/// <summary>Both ends of a loopback connection: the left one opened it, the right one was accepted.</summary>
public abstract class SocketPair : DuplexPair
{
    private Listener? _listener;

    private protected SocketPair(TransportKind kind)
        : base(kind)
    {
    }

    internal SocketConnection Opened => (SocketConnection)Left;

    internal SocketConnection Accepted => (SocketConnection)Right;

    private protected abstract string Address { get; }

    public override async Task OpenAsync()
    {
        var accepted = new TaskCompletionSource<SocketConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        _listener = TestListener.Open(new ListenerOptions { Address = Address }, Host.Group, (connection, _) => accepted.SetResult(connection));
        await Host.RunAsync(async () =>
        {
            var result = await Host.Loop.ConnectAsync(_listener.LocalEndPoint, 10_000);
            Assert.That(result.Error, Is.EqualTo(ConnectError.None));
            Left = result.Connection!;
        });
        Right = await accepted.Task.WaitAsync(LoopHost.Patience);
    }

    private protected override Task CloseListenerAsync() => _listener!.CloseAsync();
}
