using System.Diagnostics;
using System.Net.Sockets;
using Proxy.Benchmarks.Resilience.Wire;
using Proxy.Core.Transport.Linux;

namespace Proxy.Benchmarks.Resilience.Origins;

/// <summary>A connection to an origin: reads a request, has it answered, reads the next.</summary>
internal sealed class OriginConnection(Socket socket, OriginServer server) : IEpollHandler
{
    private const int NoNumber = 0;
    private readonly byte[] _buffer = new byte[4096];
    private int _filled;
    private int _number;
    private bool _isWhole;
    private bool _hasHalf;
    private bool _isClosed;

    /// <summary>Its place in the server's epoll set.</summary>
    public int Slot { get; set; }

    /// <summary>True from a request's head to its response's end.</summary>
    public bool IsBusy { get; private set; }

    public void OnEvents(uint events)
    {
        var received = socket.Receive(_buffer.AsSpan(_filled), SocketFlags.None, out var error);
        if (received <= 0 || error != SocketError.Success)
        {
            Close();
            return;
        }

        _filled += received;
        if (!_isWhole)
            ReadRequest();
    }

    /// <summary>The time of what was scheduled has come.</summary>
    public void Answer()
    {
        if (_isClosed)
            return;
        if (_hasHalf)
        {
            _hasHalf = false;
            Send(server.Responses.SecondHalf);
            Finish();
        }
        else if (_number != NoNumber && Random.Shared.Next(100) < server.Ledger.FailPercent)
        {
            Close();
        }
        else
        {
            BeginResponse();
        }
    }

    public void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        server.Forget(this);
        socket.Dispose();
    }

    private void ReadRequest()
    {
        var bytes = _buffer.AsSpan(0, _filled);
        var headLength = HeadScan.Length(bytes);
        if (headLength < 0)
            return;
        var head = bytes[..headLength];
        if (!IsBusy)
            NoteHead(head);
        var length = headLength + Math.Max(0, HeadScan.Number(head, "Content-Length"));
        if (_filled < length)
            return;
        _buffer.AsSpan(length, _filled - length).CopyTo(_buffer);
        _filled -= length;
        _isWhole = true;
        server.Schedule(this);
    }

    // With its head, not only with its content, a request counts as delivered: an origin may act on it.
    private void NoteHead(ReadOnlySpan<byte> head)
    {
        IsBusy = true;
        _number = Math.Max(NoNumber, HeadScan.Number(head, Traffic.NumberField));
        if (_number != NoNumber)
            server.Ledger.NoteDelivery(_number, Stopwatch.GetTimestamp());
    }

    private void BeginResponse()
    {
        if (_number != NoNumber)
            server.Ledger.NoteBegun(_number);
        if (!Traffic.IsLong(_number))
        {
            Send(server.Responses.Whole(_number, server.IsStopping));
            Finish();
            return;
        }

        Send(server.Responses.FirstHalf(_number));
        _hasHalf = true;
        if (server.Ledger.Workers > 0)
            Answer();
        else
            server.ScheduleRest(this);
    }

    private void Finish()
    {
        IsBusy = _isWhole = false;
        if (server.IsStopping)
            Close();
        else if (_filled > 0)
            ReadRequest();
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        if (!_isClosed && (socket.Send(bytes, SocketFlags.None, out var error) != bytes.Length || error != SocketError.Success))
            Close();
    }
}
