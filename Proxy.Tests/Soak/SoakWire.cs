using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Proxy.Tests.Soak;

/// <summary>One end of a connection, read as a stream: bodies are hashed on their way and not kept.</summary>
internal sealed class SoakWire : IDisposable
{
    private const int MaxHead = 64 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    public SoakWire(Socket socket)
    {
        Socket = socket;
        socket.NoDelay = true;
    }

    public Socket Socket { get; }

    /// <summary>Time between receives of a reader that takes its time.</summary>
    public TimeSpan Pause { get; set; }

    /// <summary>Body bytes of the present message.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>Bytes are here that no message was made of.</summary>
    public bool HasMore => _end > _start || Socket.Available > 0;

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await Socket.SendAsync(bytes, SocketFlags.None, cancellation)..];
        }
    }

    public Task SendAsync(string text, CancellationToken cancellation) => SendAsync(Encoding.Latin1.GetBytes(text), cancellation);

    /// <summary>A head with the empty line behind it; null at an end before its first byte.</summary>
    /// <exception cref="EndOfStreamException">The end came inside the head.</exception>
    public async Task<string?> ReadHeadAsync(CancellationToken cancellation)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (_end - _start > MaxHead)
            {
                throw new InvalidDataException("A head has no end.");
            }
            else if (!await FillAsync(cancellation))
            {
                return _end == _start ? null : throw new EndOfStreamException("The end came inside a head.");
            }
        }

        var head = Encoding.Latin1.GetString(_buffer, _start, length + 4);
        _start += length + 4;
        return head;
    }

    /// <summary>Reads a body of a known length.</summary>
    /// <exception cref="EndOfStreamException">The end came before.</exception>
    public async Task ReadLengthAsync(long length, CancellationToken cancellation)
    {
        while (length > 0)
        {
            if (_end == _start && !await FillAsync(cancellation))
            {
                throw new EndOfStreamException("The end came inside a body.");
            }

            length -= Take((int)Math.Min(length, _end - _start));
        }
    }

    /// <summary>Reads a body in chunks, its trailers with it.</summary>
    public async Task ReadChunksAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var size = Convert.ToInt32(await ReadLineAsync(cancellation), 16);
            await ReadLengthAsync(size, cancellation);
            if (await ReadLineAsync(cancellation) is { Length: > 0 } line)
            {
                throw new InvalidDataException($"A chunk of {size} bytes is followed by \"{line}\".");
            }

            if (size == 0)
            {
                return;
            }
        }
    }

    /// <summary>Reads a body that ends with the connection.</summary>
    /// <exception cref="SocketException">The connection was reset instead.</exception>
    public async Task ReadToEndAsync(CancellationToken cancellation)
    {
        do
        {
            Take(_end - _start);
        }
        while (await FillAsync(cancellation));
    }

    public void BeginBody()
    {
        BodyBytes = 0;
        _ = _hash.GetHashAndReset();
    }

    public byte[] EndBody() => _hash.GetHashAndReset();

    /// <summary>Waits until something arrived, and leaves it; false at the end of the connection.</summary>
    public async Task<bool> PeekAsync(CancellationToken cancellation) => _end > _start || await FillAsync(cancellation);

    /// <summary>Closes so that the peer sees a reset.</summary>
    public void Reset()
    {
        if (!Socket.SafeHandle.IsClosed)
        {
            Socket.LingerState = new LingerOption(true, 0);
        }

        Dispose();
    }

    public void Dispose()
    {
        Socket.Dispose();
        _hash.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellation))
            {
                throw new EndOfStreamException("The end came inside a line.");
            }
        }

        var line = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 2;
        return line;
    }

    private int Take(int count)
    {
        _hash.AppendData(_buffer, _start, count);
        (_start, BodyBytes) = (_start + count, BodyBytes + count);
        return count;
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
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

        if (Pause > TimeSpan.Zero)
        {
            await Task.Delay(Pause, cancellation);
        }

        var received = await Socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellation);
        _end += received;
        return received > 0;
    }
}
