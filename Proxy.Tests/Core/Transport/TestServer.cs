using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace Proxy.Tests.Core.Transport;

/// <summary>A plain listening socket of loopback, to connect to.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public TestServer(int backlog = 100, bool listens = true)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (listens)
        {
            _socket.Listen(backlog);
        }
    }

    public EndPoint Address => _socket.LocalEndPoint!;

    public Socket Accept()
    {
        Assert.That(_socket.Poll(LoopHost.Patience, SelectMode.SelectRead), "nobody came");
        return _socket.Accept();
    }

    public void Dispose() => _socket.Dispose();
}
