using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace Proxy.Tests.Kit;

/// <summary>A client that sends and takes raw bytes.</summary>
internal sealed class RawClient : Wire
{
    private RawClient(Socket socket)
        : base(socket)
    {
    }

    public static async Task<RawClient> ConnectAsync(EndPoint address, int? receiveBuffer = null)
    {
        var protocol = address is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, protocol);
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        using var patience = new CancellationTokenSource(Patience.Time);
        await socket.ConnectAsync(address, patience.Token);
        return new RawClient(socket);
    }

    /// <summary>Sends one request and reads its response.</summary>
    public async Task<WireMessage> AskAsync(string request, bool toHead = false)
    {
        await SendAsync(request);
        return await ReadResponseAsync(toHead);
    }

    public async Task<WireMessage> GetAsync(string path = "/") => await AskAsync($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");

    /// <summary>Nothing more comes, and the connection ends in order.</summary>
    public async Task ExpectEndAsync() => Assert.That(await ReadToEndAsync(), Is.Empty);

    /// <summary>The connection is reset, whatever comes before that.</summary>
    public void ExpectReset() => Assert.ThrowsAsync<SocketException>(ReadToEndAsync);
}
