using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd.Reload;

/// <summary>Many upgraded connections, each of which sends a number, waits for it to come back, rests, and sends the next, until it is told to end.</summary>
internal sealed class Chat
{
    private static readonly byte[] Ask = Encoding.ASCII.GetBytes("GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");

    private readonly CancellationTokenSource _end = new();
    private readonly TimeSpan _rest;
    private readonly List<Task> _talks = [];
    private int _open;
    private long _messages;

    public Chat(TimeSpan rest) => _rest = rest;

    /// <summary>Connections that are through.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Numbers that came back.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    public void Join(EndPoint address, int connections)
    {
        for (var i = 0; i < connections; i++)
        {
            _talks.Add(Task.Run(() => TalkAsync(address)));
        }
    }

    /// <summary>Waits until each connection has come to an end, all in order; the first that did not is thrown.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_talks).WaitAsync(Patience.Time);
    }

    /// <summary>What has gone wrong so far.</summary>
    public IEnumerable<Exception> Failures => _talks.Where(talk => talk.IsFaulted).Select(talk => talk.Exception!.InnerException!);

    private async Task TalkAsync(EndPoint address)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        await socket.SendAsync(Ask);
        var buffer = new byte[512];
        var head = "";
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var received = await socket.ReceiveAsync(buffer);
            head += received > 0 ? Encoding.ASCII.GetString(buffer, 0, received) : throw new EndOfStreamException($"The end came behind \"{head}\".");
        }

        if (!head.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
        {
            throw new InvalidDataException(head);
        }

        Interlocked.Increment(ref _open);
        for (var number = 0L; !_end.IsCancellationRequested; number++)
        {
            await ExchangeAsync(socket, buffer, number);
            Interlocked.Increment(ref _messages);
            await Task.Delay(_rest);
        }

        socket.Shutdown(SocketShutdown.Send);
        if (await socket.ReceiveAsync(buffer) != 0)
        {
            throw new InvalidDataException("Something came that was not sent.");
        }
    }

    private static async Task ExchangeAsync(Socket socket, byte[] buffer, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer, number);
        await socket.SendAsync(buffer.AsMemory(0, sizeof(long)));
        for (var length = 0; length < sizeof(long);)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length, sizeof(long) - length));
            length += received > 0 ? received : throw new EndOfStreamException($"The connection was dropped at message {number}.");
        }

        if (BinaryPrimitives.ReadInt64BigEndian(buffer) != number)
        {
            throw new InvalidDataException($"Message {number} came back as another.");
        }
    }
}
