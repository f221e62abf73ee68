using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Observability;
using Proxy.Core.Observability.AccessLogs;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Transport.Linux;
using Proxy.Core.Upstreams.Health;

namespace Proxy.Core.Running;

/// <summary>The event loops of one proxy with their workers: shares out what all of them have together, and tells all of them what only they can do.</summary>
internal sealed class WorkerGroup
{
    private readonly Worker[] _workers;
    private readonly AccessLog? _accessLog;
    private readonly int _descriptors;
    private readonly int _descriptorsOpen;

    public WorkerGroup(ProxySnapshot snapshot, AccessLogSink? sink, TimeProvider clock, ILogger logger)
    {
        var options = snapshot.Options;
        _descriptors = DescriptorLimit.Raise();
        Loops = new EventLoopGroup(options.Transport, clock, logger);
        _workers = [.. Loops.Loops.Select(loop => new Worker(loop, snapshot, Loops.Loops.Count))];
        _descriptorsOpen = DescriptorLimit.CountOpen() + Loops.Loops.Sum(loop => loop.SpareDescriptors);
        var limit = ConnectionLimit(options);
        foreach (var worker in _workers)
        {
            worker.MaxConnections = ShareOf(limit, worker);
        }

        _accessLog = sink is null ? null : new AccessLog(sink, options.AccessLog ?? new(), Loops.Loops, clock, logger);
        foreach (var worker in _workers)
        {
            worker.AccessLog = _accessLog?.Of(worker.Loop);
        }
    }

    public EventLoopGroup Loops { get; }

    public IReadOnlyList<Worker> Workers => _workers;

    /// <summary>The loops run, and have to be stopped.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Starts the loops.</summary>
    /// <exception cref="ProxyStartException">The system refuses the threads.</exception>
    public void Start()
    {
        // A group that cannot start ends itself: only one that runs is stopped by us.
        Loops.Start();
        HasStarted = true;
        _accessLog?.Start();
    }

    /// <summary>The worker with the fewest client connections.</summary>
    public Worker LeastLoaded() => _workers[Loops.LeastLoaded(null).Index];

    /// <summary>Serves a connection that a listener has given to a loop, on that loop.</summary>
    public void Serve(SocketConnection socket, Listener listener) => _workers[socket.Loop.Index].Serve(socket, listener);

    public ProxyStatistics ReadStatistics(HealthTotals health) => StatisticsReader.Read(_workers, _accessLog, health);

    /// <summary>Every worker runs another snapshot when it completes.</summary>
    public Task SwapAsync(ProxySnapshot snapshot)
    {
        var limit = ConnectionLimit(snapshot.Options);
        return Task.WhenAll(_workers.Select(worker => worker.Loop.RunAsync(() =>
        {
            worker.MaxConnections = ShareOf(limit, worker);
            worker.Reload(snapshot);
        })));
    }

    /// <summary>Ends the connections of a listener that is closed, as <see cref="Connections.ClientConnection.Retire"/> says.</summary>
    public async Task RetireAsync(Listener listener)
    {
        foreach (var worker in _workers)
        {
            await worker.Loop.RunAsync(() => worker.Connections.Retire(listener)).ConfigureAwait(false);
        }
    }

    /// <summary>Idle connections end now, busy ones after their response; the task that it gives completes when none is left.</summary>
    public async Task<Task> BeginDrainAsync()
    {
        // All at once: while one loop waited for another's turn, its answers would not say that they are the last.
        var drains = new Task[_workers.Length];
        await Task.WhenAll(_workers.Select(worker => worker.Loop.RunAsync(() => drains[worker.Loop.Index] = worker.Drain()))).ConfigureAwait(false);
        return Task.WhenAll(drains);
    }

    /// <summary>Ends every connection now; how many there were.</summary>
    public async Task<int> CutAsync()
    {
        var cut = 0;
        foreach (var worker in _workers)
        {
            await worker.Loop.RunAsync(() => cut += worker.Connections.Cut()).ConfigureAwait(false);
        }

        return cut;
    }

    /// <summary>Ends the loops, and behind them the access log.</summary>
    public async Task StopAsync()
    {
        await Loops.StopAsync().ConfigureAwait(false);
        if (_accessLog is not null)
        {
            await _accessLog.StopAsync().ConfigureAwait(false);
        }
    }

    private int ConnectionLimit(ProxyOptions options) =>
        options.Limits.MaxConnections ?? ConnectionBudget.From(_descriptors, _descriptorsOpen, options.Listeners.Count);

    // The shares add up to the limit.
    private int ShareOf(int limit, Worker worker) => Math.Max(1, (limit + _workers.Length - 1 - worker.Loop.Index) / _workers.Length);
}
