using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace Proxy.Tests.Core.Transport;

/// <summary>Connections that fill a server's backlog, so that it drops the next one's packets.</summary>
internal sealed class Filling : IDisposable
{
    private readonly List<Socket> _sockets = [];

    public Filling(EndPoint server)
    {
        bool open;
        do
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            _sockets.Add(socket);
            try
            {
                socket.Connect(server);
                open = true;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                open = socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectWrite);
            }
        }
        while (open && _sockets.Count < 20);

        Assert.That(open, Is.False, "the backlog never filled");
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
}
