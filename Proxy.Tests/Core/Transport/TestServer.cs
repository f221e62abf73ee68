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
        Name = Address.ToString()!;
        if (listens)
        {
            _socket.Listen(backlog);
        }
    }

    public EndPoint Address => _socket.LocalEndPoint!;

    /// <summary>Its address as text, which it keeps when it has ended.</summary>
    public string Name { get; }

    /// <summary>Somebody connected and was not accepted yet.</summary>
    public bool IsAsked => _socket.Poll(0, SelectMode.SelectRead);

    public void Listen() => _socket.Listen(100);

    public Socket Accept()
    {
        Assert.That(_socket.Poll(LoopHost.Patience, SelectMode.SelectRead), "nobody came");
        return _socket.Accept();
    }

    public void Dispose() => _socket.Dispose();
}
