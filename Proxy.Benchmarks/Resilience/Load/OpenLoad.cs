using System.Diagnostics;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Resilience.Wire;
using Proxy.Core.Transport.Linux;

namespace Proxy.Benchmarks.Resilience.Load;

/// <summary>
/// The load: requests at a fixed rate over kept-alive connections from one thread. The rate does not yield when responses are late, and latencies count from
/// when a request was meant to be sent: what a user would have waited is not hidden by a generator that waits too (coordinated omission).
/// </summary>
internal sealed class OpenLoad : IDisposable
{
    private const int LongestWaitMilliseconds = 100;
    private readonly LoadSettings _settings;
    private readonly Ticker _ticker;
    private readonly Queue<int> _waiting = new();
    private readonly Stack<LoadConnection> _idle = new();
    private readonly HashSet<LoadConnection> _connections = [];
    private readonly LoadConnection?[] _carriers;
    private int _begun;
    private int _ended;
    private int _oldest = 1;

    public OpenLoad(LoadSettings settings)
    {
        _settings = settings;
        _ticker = new Ticker(Epoll);
        _carriers = new LoadConnection?[settings.Requests + 1];
        Record = new LoadRecord(new Pacer(Stopwatch.GetTimestamp(), settings.Rate), settings.Requests);
    }

    public Epoll Epoll { get; } = new();

    public RequestWriter Writer { get; } = new();

    /// <summary>What all connections receive into, one after the other.</summary>
    public byte[] Buffer { get; } = new byte[32 * 1024];

    public LoadRecord Record { get; }

    /// <summary>Runs on a thread of its own; it is over when the last request has ended.</summary>
    public Task<LoadRecord> RunAsync(CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Run(cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void BecomeIdle(LoadConnection connection) => _idle.Push(connection);

    public void NoteClosed(LoadConnection connection) => _connections.Remove(connection);

    public void End(int number, Outcome outcome, int status)
    {
        Record.NoteEnd(number, outcome, status, Stopwatch.GetTimestamp());
        _carriers[number] = null;
        _ended++;
    }

    public void Dispose()
    {
        foreach (var connection in _connections.ToArray())
            connection.GiveUp();
        _ticker.Dispose();
        Epoll.Dispose();
    }

    private LoadRecord Run(CancellationToken cancellation)
    {
        if (_settings.Core is { } core)
            Pinning.PinThisThread(core);
        while (_ended < _settings.Requests)
        {
            cancellation.ThrowIfCancellationRequested();
            var now = Stopwatch.GetTimestamp();
            var due = Math.Min(Record.Pacer.DueBy(now), _settings.Requests);
            while (_begun < due)
                _waiting.Enqueue(++_begun);
            SendWaiting();
            GiveUpLate(now);
            _ticker.WakeAt(NextTime());
            var count = Epoll.Wait(LongestWaitMilliseconds);
            for (var i = 0; i < count; i++)
                Epoll.Handler(i, out var events)?.OnEvents(events);
        }

        return Record;
    }

    private void SendWaiting()
    {
        while (_waiting.TryPeek(out var number))
        {
            // Its client may have lost patience before its turn came.
            if (Record.Outcome(number) == Outcome.Pending)
            {
                if (TakeConnection() is not { } connection)
                    return;
                _carriers[number] = connection;
                connection.Send(number);
            }

            _waiting.Dequeue();
        }
    }

    private LoadConnection? TakeConnection()
    {
        while (_idle.TryPop(out var idle))
        {
            if (!idle.IsClosed)
                return idle;
        }

        if (_connections.Count >= _settings.MaxConnections)
            return null;
        var connection = new LoadConnection(this, _settings.Port);
        if (!connection.IsClosed)
            _connections.Add(connection);
        return connection;
    }

    private void GiveUpLate(long now)
    {
        for (; _oldest <= _begun && PatienceEndsAt(_oldest) <= now; _oldest++)
        {
            if (_carriers[_oldest] is { } carrier)
                carrier.GiveUp();
            else if (Record.Outcome(_oldest) == Outcome.Pending)
                End(_oldest, Outcome.TimedOut, 0);
        }
    }

    private long PatienceEndsAt(int number) => Record.Pacer.IntendedAt(number) + (long)_settings.Patience.TotalNanoseconds;

    private long NextTime()
    {
        var next = _begun < _settings.Requests ? Record.Pacer.IntendedAt(_begun + 1) : long.MaxValue;
        return _oldest <= _begun ? Math.Min(next, PatienceEndsAt(_oldest)) : next;
    }
}
