using System.Net.Sockets;
using System.Text;

namespace Proxy.Tests.Conformance.Rig;

/// <summary>One end of a connection, driven by the thread of the test: nothing happens to it but in a turn of the <see cref="Bench"/>.</summary>
internal sealed class Link : IDisposable
{
    private const int ReceiveBytes = 16 * 1024;

    private readonly StringBuilder _received = new();
    private string? _text = "";

    public Link(Socket socket)
    {
        Socket = socket;
        socket.NoDelay = true;
    }

    public Socket Socket { get; }

    /// <summary>All bytes that came, but for those forgotten.</summary>
    public string Received => _text ??= _received.ToString();

    public bool HasEnded { get; private set; }

    public bool WasReset { get; private set; }

    /// <summary>The connection's end in words.</summary>
    public string Ending => WasReset ? "and a reset" : HasEnded ? "and the end" : "and no end";

    /// <summary>Sends; a peer that has closed meanwhile takes nothing, and that is no fault.</summary>
    public void Send(string bytes)
    {
        try
        {
            for (var rest = Encoding.Latin1.GetBytes(bytes).AsSpan(); !rest.IsEmpty;)
            {
                rest = rest[Socket.Send(rest)..];
            }
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted)
        {
            // What the peer sent before it closed is still to be read.
        }
    }

    /// <summary>Takes what is there; to be called when there is something.</summary>
    public void Receive()
    {
        try
        {
            Span<byte> buffer = stackalloc byte[ReceiveBytes];
            var count = Socket.Receive(buffer);
            _received.Append(Encoding.Latin1.GetString(buffer[..count]));
            HasEnded = count == 0;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            (HasEnded, WasReset) = (true, true);
        }

        _text = null;
    }

    public void Forget(int count)
    {
        _received.Remove(0, count);
        _text = null;
    }

    public void EndSending()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Ended before.
        }
    }

    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Dispose();
    }

    public void Dispose()
    {
        HasEnded = true;
        Socket.Dispose();
    }
}
