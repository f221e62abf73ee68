using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Proxy.Core.Transport.Linux;

namespace Proxy.Benchmarks.Resilience.Load;

/// <summary>A client's kept-alive connection, one request at a time.</summary>
internal sealed class LoadConnection : IEpollHandler
{
    private const uint Interest = LibC.EPOLLIN | LibC.EPOLLOUT | LibC.EPOLLRDHUP | LibC.EPOLLET;
    private const uint EndEvents = LibC.EPOLLRDHUP | LibC.EPOLLHUP | LibC.EPOLLERR;
    private readonly OpenLoad _load;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false, NoDelay = true };
    private readonly ResponseReader _response = new();
    private readonly int _slot;
    private bool _isConnecting;
    private int _number;

    public LoadConnection(OpenLoad load, int port)
    {
        _load = load;
        try
        {
            _socket.Connect(IPAddress.Loopback, port);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            _isConnecting = true;
        }
        catch (SocketException)
        {
            IsClosed = true;
        }

        _slot = IsClosed ? -1 : load.Epoll.Add((int)_socket.Handle, Interest, this);
    }

    public bool IsClosed { get; private set; }

    public void Send(int number)
    {
        _number = number;
        _response.Reset();
        if (IsClosed)
            Fail();
        else if (!_isConnecting)
            SendNow();
    }

    public void OnEvents(uint events)
    {
        if (_isConnecting && (events & LibC.EPOLLOUT) != 0)
        {
            _isConnecting = false;
            if (_number != 0)
                SendNow();
        }

        if (!IsClosed && (events & (LibC.EPOLLIN | EndEvents)) != 0)
            Receive(mayHaveEnded: (events & EndEvents) != 0);
    }

    /// <summary>The client has lost patience, or the load is at its end.</summary>
    public void GiveUp()
    {
        if (_number != 0)
            End(_response.HasBegun ? Outcome.Cut : Outcome.TimedOut, 0);
        Close();
    }

    private void SendNow()
    {
        var bytes = _load.Writer.Write(_number);
        if (_socket.Send(bytes, SocketFlags.None, out var error) == bytes.Length && error == SocketError.Success)
            _load.Record.NoteSent(_number, Stopwatch.GetTimestamp());
        else
            Fail();
    }

    private void Receive(bool mayHaveEnded)
    {
        var buffer = _load.Buffer;
        while (!IsClosed)
        {
            var received = _socket.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return;
            if (received <= 0 || error != SocketError.Success)
                Fail();
            else
                Take(buffer.AsSpan(0, received));
            if (received < buffer.Length && !mayHaveEnded)
                return;
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        try
        {
            // Bytes that nobody asked for are no response either.
            if (_number == 0)
                throw new FormatException("bytes on an idle connection");
            if (!_response.Take(bytes))
                return;
        }
        catch (FormatException)
        {
            End(Outcome.Wrong, 0);
            Close();
            return;
        }

        var isOk = _response.Status == 200;
        End(!isOk ? Outcome.ErrorStatus : _response.Number == _number ? Outcome.Ok : Outcome.Wrong, _response.Status);
        if (_response.Closes)
            Close();
        else
            _load.BecomeIdle(this);
    }

    private void Fail()
    {
        if (_number != 0)
            End(_response.HasBegun ? Outcome.Cut : Outcome.NoResponse, 0);
        Close();
    }

    private void End(Outcome outcome, int status)
    {
        if (_number != 0)
            _load.End(_number, outcome, status);
        _number = 0;
    }

    private void Close()
    {
        if (_slot >= 0 && !IsClosed)
        {
            _load.Epoll.Forget(_slot);
            _load.NoteClosed(this);
        }

        IsClosed = true;
        _socket.Dispose();
    }
}
