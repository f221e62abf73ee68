using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Proxy.Tests.Kit;

/// <summary>One end of a connection, byte for byte. Every wait is bounded.</summary>
internal class Wire : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    public Wire(Socket socket)
    {
        _socket = socket;
        if (socket.AddressFamily != AddressFamily.Unix)
        {
            socket.NoDelay = true;
        }
    }

    /// <summary>Bytes taken from the socket so far.</summary>
    public long BytesReceived { get; private set; }

    public Socket Socket => _socket;

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var patience = new CancellationTokenSource(Patience.Time);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, patience.Token)..];
        }
    }

    /// <summary>A request, or null where the peer has ended the connection instead.</summary>
    public async Task<WireMessage?> ReadRequestAsync() => await ReadHeadAsync() is { } head
        ? await ReadBodyAsync(new WireMessage(head, []), untilClose: false)
        : null;

    /// <summary>A response with its body, interim ones included.</summary>
    public async Task<WireMessage> ReadResponseAsync(bool toHead = false)
    {
        var message = new WireMessage(await ReadHeadAsync() ?? throw new EndOfStreamException("No response came."), []);
        return toHead || message.Status is < 200 or 204 or 304
            ? message
            : await ReadBodyAsync(message, untilClose: true);
    }

    /// <summary>A head with the empty line behind it; null at an end before its first byte.</summary>
    public async Task<string?> ReadHeadAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
            {
                return _end == _start ? null : throw new EndOfStreamException("The end came inside a head.");
            }
        }

        return Encoding.Latin1.GetString(Take(length + 4));
    }

    public async Task<byte[]> ReadExactlyAsync(long count)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            if (_end == _start && !await FillAsync())
            {
                throw new EndOfStreamException($"The end came after {done} of {count} bytes.");
            }

            var part = Take((int)Math.Min(_end - _start, count - done));
            part.CopyTo(bytes, done);
            done += part.Length;
        }

        return bytes;
    }

    public async Task<string> ReadLineAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            if (!await FillAsync())
            {
                throw new EndOfStreamException("The end came inside a line.");
            }
        }

        return Encoding.Latin1.GetString(Take(length + 2))[..^2];
    }

    /// <summary>Whatever is there, or comes next; nothing at the end of the connection.</summary>
    public async Task<byte[]> ReadSomeAsync() => _end > _start || await FillAsync() ? Take(_end - _start) : [];

    /// <summary>Waits for the end of the connection, in order or not.</summary>
    public async Task WaitForEndAsync()
    {
        try
        {
            await ReadToEndAsync();
        }
        catch (SocketException)
        {
            // A reset is an end.
        }
    }

    /// <summary>Everything up to the end of the connection.</summary>
    /// <exception cref="SocketException">The connection was reset.</exception>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        do
        {
            all.Write(Take(_end - _start));
        }
        while (await FillAsync());
        return all.ToArray();
    }

    public void ShutdownSend() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes so that the peer sees a reset.</summary>
    public void Reset()
    {
        if (!_socket.SafeHandle.IsClosed && _socket.AddressFamily != AddressFamily.Unix)
        {
            _socket.LingerState = new LingerOption(true, 0);
        }

        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<WireMessage> ReadBodyAsync(WireMessage message, bool untilClose)
    {
        if (message.IsChunked)
        {
            return message with { Body = await ReadChunksAsync(), Trailers = await ReadTrailersAsync() };
        }

        var body = message.Field("Content-Length") is { } length ? await ReadExactlyAsync(long.Parse(length, CultureInfo.InvariantCulture))
            : untilClose ? await ReadToEndAsync()
            : [];
        return message with { Body = body };
    }

    // Up to the line of the last chunk.
    private async Task<byte[]> ReadChunksAsync()
    {
        using var body = new MemoryStream();
        while (true)
        {
            var size = int.Parse(await ReadLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return body.ToArray();
            }

            body.Write(await ReadExactlyAsync(size));
            var line = await ReadLineAsync();
            if (line.Length != 0)
            {
                throw new InvalidDataException($"A chunk of {size} bytes is followed by \"{line}\".");
            }
        }
    }

    private async Task<string> ReadTrailersAsync()
    {
        var trailers = new StringBuilder();
        for (string line; (line = await ReadLineAsync()).Length > 0;)
        {
            trailers.Append(line).Append("\r\n");
        }

        return trailers.ToString();
    }

    private byte[] Take(int count)
    {
        var bytes = _buffer.AsSpan(_start, count).ToArray();
        _start += count;
        return bytes;
    }

    private async Task<bool> FillAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        using var patience = new CancellationTokenSource(Patience.Time);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, patience.Token);
        _end += received;
        BytesReceived += received;
        return received > 0;
    }
}
