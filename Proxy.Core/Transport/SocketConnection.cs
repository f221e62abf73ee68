using System.IO.Pipelines;
using System.Net;

namespace Proxy.Core.Transport;

/// <summary>
/// A stream socket as a duplex pipe whose reader and writer stand straight over it. Knows what is readable and writable; how the socket is
/// asked is left to the transport. Used on its loop's thread only.
/// </summary>
internal abstract class SocketConnection : ITransportConnection
{
    private const int TurnBytes = 256 * 1024;
    private const int TurnReads = 16;

    private static readonly Action<object?> ContinueReading = static state => ((SocketConnection)state!).OnTurnCame();

    private long _turn;
    private int _bytesThisTurn;
    private int _readsThisTurn;
    private bool _queued;

    protected SocketConnection(EventLoop loop)
    {
        Loop = loop;
        Reader = new SocketReader(this);
        Writer = new SocketWriter(this);
    }

    public EventLoop Loop { get; }

    public EndPoint? RemoteEndPoint { get; init; }

    public PipeReader Input => Reader;

    public PipeWriter Output => Writer;

    public ITransportObserver? Observer { get; set; }

    public bool IsClosed { get; private set; }

    public bool HasUnreadEvent => IsClosed || Readable || PeerEnded || Reader.HasBuffered;

    /// <summary>The user of the reading side is done with it: closing says the rest.</summary>
    public bool IsReadCompleted => Reader.IsCompleted;

    /// <summary>Bytes or an end may wait to be read: set by an event, cleared when the socket is known to be drained.</summary>
    protected internal bool Readable { get; protected set; }

    /// <summary>The socket takes bytes, as far as is known.</summary>
    protected internal bool Writable { get; protected set; } = true;

    /// <summary>
    /// An error was taken from the socket. The system tells it once, to whichever call comes first; from then on a receive finds 0, as after the peer's
    /// orderly end. What the peer sent before is still received.
    /// </summary>
    protected internal bool IsLost { get; protected set; }

    /// <summary>An end or error was seen with an event: a short read no longer proves that the socket is drained.</summary>
    protected bool PeerEnded { get; set; }

    protected SocketReader Reader { get; }

    protected SocketWriter Writer { get; }

    /// <inheritdoc cref="IGatherWriter.HasUnsent"/>
    public bool HasUnsent => Writer.HasUnsent;

    /// <inheritdoc cref="SocketWriter.IsPutOff"/>
    public bool IsPutOff => Writer.IsPutOff;

    /// <inheritdoc cref="IGatherWriter.TryFlushSoon"/>
    public bool TryFlushSoon() => Writer.TryFlushSoon();

    /// <summary>True while this connection may read on in this turn; else it goes to the back of the ready list.</summary>
    public bool TakeTurn()
    {
        if (_turn != Loop.Turn)
        {
            (_turn, _bytesThisTurn, _readsThisTurn) = (Loop.Turn, 0, 0);
        }

        if (_bytesThisTurn < TurnBytes && _readsThisTurn < TurnReads)
        {
            return true;
        }

        if (!_queued)
        {
            _queued = true;
            Loop.Ready(ContinueReading, this);
        }

        return false;
    }

    /// <summary>Counts a read against this turn's share.</summary>
    public void CountRead(int bytes)
    {
        _bytesThisTurn += bytes;
        _readsThisTurn++;
    }

    /// <summary>
    /// Receives into the buffer: bytes received, or 0 at the peer's end (or behind an error, see <see cref="IsLost"/>), or a <see cref="SocketStatus"/> below 0.
    /// </summary>
    public abstract int Receive(Span<byte> buffer);

    /// <summary>
    /// Sends from both buffers in order: bytes sent, or a <see cref="SocketStatus"/> below 0. A short count need not mean that the socket is full: it may
    /// be the first buffer alone. Whether more can be sent says <see cref="Writable"/>.
    /// </summary>
    public abstract int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second);

    /// <summary>Somebody waits for bytes from now on.</summary>
    public abstract void AwaitReadable();

    /// <summary>Somebody waits for room from now on; a transport without such an event may send the first waiting bytes itself.</summary>
    public abstract void AwaitWritable(ReadOnlyMemory<byte> next);

    public abstract bool ProbeUnreadEvent();

    public virtual EndPoint? ReadLocalEndPoint() => null;

    /// <summary>
    /// Finds out whether the socket is drained where that is not known: a receive that filled its room, or bytes moved past here, do not tell. A system call
    /// only then.
    /// </summary>
    public void UpdateReadable()
    {
        if (Readable && !PeerEnded && !IsClosed)
        {
            ProbeReadable();
        }
    }

    /// <summary>Bytes the system took to send that the peer has not acknowledged; 0 where it does not tell. A system call.</summary>
    public virtual long UnacknowledgedBytes() => 0;

    public virtual void AnnounceEnd()
    {
    }

    public abstract void ShutdownWrite();

    public void Abort()
    {
        if (!IsClosed)
        {
            ResetOnClose();
            Close();
        }
    }

    /// <summary>
    /// Closes the socket now, with a reset where received bytes are left unread (the system does that). Whoever still waits on it is told that it is over:
    /// a read fails, a flush completes.
    /// </summary>
    public void Close()
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        Observer = null;
        CloseSocket();
        Reader.OnClosed();
        Writer.OnClosed();
    }

    /// <summary>One side was completed by its user; with both the socket goes.</summary>
    public void OnSideCompleted()
    {
        if (Reader.IsCompleted && Writer.IsCompleted)
        {
            Close();
        }
    }

    /// <summary>Clears <see cref="Readable"/> where nothing waits to be read.</summary>
    protected virtual void ProbeReadable()
    {
        // Where nobody can be asked, something may wait.
    }

    protected abstract void ResetOnClose();

    protected abstract void CloseSocket();

    /// <summary>Hands readiness on to whoever waits for it.</summary>
    protected void Dispatch(bool reset)
    {
        if (Writable && Writer.WantsRoom)
        {
            Writer.OnWritable(0);
        }

        if (IsClosed || !Readable)
        {
            return;
        }

        if (Reader.IsPending)
        {
            Reader.OnReadable();
        }
        else if (!_queued)
        {
            Observer?.OnUnreadEvent(reset);
        }
    }

    private void OnTurnCame()
    {
        _queued = false;
        if (!IsClosed && Reader.IsPending)
        {
            Reader.OnReadable();
        }
    }
}
