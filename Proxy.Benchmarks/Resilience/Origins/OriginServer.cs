using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Proxy.Benchmarks.Resilience.Wire;
using Proxy.Core.Transport.Linux;

namespace Proxy.Benchmarks.Resilience.Origins;

/// <summary>
/// A scripted origin on one thread: it notes every request in its <see cref="Ledger"/> and answers as the ledger says, late, by a few workers, or by
/// closing the connection.
/// </summary>
internal sealed class OriginServer : IEpollHandler, IDisposable
{
    private const int Backlog = 1024, LongestWaitMilliseconds = 20;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);
    private readonly Epoll _epoll = new();
    private readonly Ticker _ticker;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly HashSet<OriginConnection> _connections = [];
    private readonly WorkQueue<OriginConnection> _work = new();
    private readonly ParentWatch _parent = new();
    private readonly int _listenerSlot;
    private long _stoppingSince = long.MaxValue;

    public OriginServer(int port, Ledger ledger)
    {
        Ledger = ledger;
        _ticker = new Ticker(_epoll);
        _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(Backlog);
        _listenerSlot = _epoll.Add(Descriptor(_listener), LibC.EPOLLIN, this);
    }

    public Ledger Ledger { get; }

    public Responses Responses { get; } = new();

    /// <summary>True: connections end with the response at hand.</summary>
    public bool IsStopping => Volatile.Read(ref _stoppingSince) != long.MaxValue;

    /// <summary>Stops as servers do: no new connection, idle ones closed, what was asked is answered. From any thread.</summary>
    public void Stop() => Volatile.Write(ref _stoppingSince, Stopwatch.GetTimestamp());

    public void Run()
    {
        var isListening = true;
        while (_parent.IsAlive())
        {
            if (Ledger.MustBeDeaf)
                BeDeaf();
            while (_work.TryTake(Stopwatch.GetTimestamp(), out var connection))
                connection.Answer();
            if (IsStopping && isListening)
            {
                isListening = false;
                StopListening();
            }

            if (IsStopping && (_connections.Count == 0 || Stopwatch.GetElapsedTime(_stoppingSince) > StopLimit))
                return;
            _ticker.WakeAt(_work.NextDue);
            Dispatch();
        }
    }

    /// <summary>One connection an event: the set is level-triggered for the listener, it comes again while there are more.</summary>
    public void OnEvents(uint events)
    {
        try
        {
            // Without Nagle's wait: the second half of a response would come with the first one's acknowledgment, which is put off by 40 ms.
            var socket = _listener.Accept();
            socket.NoDelay = true;
            var connection = new OriginConnection(socket, this);
            connection.Slot = _epoll.Add(Descriptor(socket), LibC.EPOLLIN, connection);
            _connections.Add(connection);
        }
        catch (SocketException)
        {
            // It was reset before it was accepted.
        }
    }

    /// <summary>A request is here whole: has it answered in its time.</summary>
    public void Schedule(OriginConnection connection)
    {
        var now = Stopwatch.GetTimestamp();
        var ticks = Ledger.ServiceMicroseconds * 1000;
        if (Ledger.Workers > 0)
            Ledger.DeepestQueue = Math.Max(Ledger.DeepestQueue, _work.AddFor((int)Ledger.Workers, connection, now, ticks));
        else
            _work.Add(connection, now, ticks);
    }

    /// <summary>The second half of a response takes ten times as long as the first.</summary>
    public void ScheduleRest(OriginConnection connection) =>
        _work.Add(connection, Stopwatch.GetTimestamp(), 10 * Ledger.ServiceMicroseconds * 1000);

    public void Forget(OriginConnection connection)
    {
        _epoll.Forget(connection.Slot);
        _connections.Remove(connection);
    }

    public void Dispose()
    {
        foreach (var connection in _connections.ToArray())
            connection.Close();
        _listener.Dispose();
        _ticker.Dispose();
        _epoll.Dispose();
    }

    // As if the network swallowed everything: the line for new connections takes one, and nothing is read.
    private void BeDeaf()
    {
        _listener.Listen(backlog: 0);
        Ledger.IsDeaf = true;
        while (Ledger.MustBeDeaf && !IsStopping && _parent.IsAlive())
            Thread.Sleep(2);
        _listener.Listen(Backlog);
        Ledger.IsDeaf = false;
    }

    private void StopListening()
    {
        _epoll.Forget(_listenerSlot);
        _listener.Dispose();
        foreach (var connection in _connections.Where(connection => !connection.IsBusy).ToArray())
            connection.Close();
    }

    private void Dispatch()
    {
        var count = _epoll.Wait(LongestWaitMilliseconds);
        for (var i = 0; i < count; i++)
            _epoll.Handler(i, out var events)?.OnEvents(events);
    }

    private static int Descriptor(Socket socket) => (int)socket.Handle;
}
