using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Core.Observability;
using Proxy.Core.Observability.AccessLogs;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Transport.Linux;
using Proxy.Core.Upstreams;

namespace Proxy.Core;

/// <summary>
/// A reverse proxy: accepts clients on its listeners, forwards their requests to upstreams, and serves connections that somebody else accepted. Made by
/// <see cref="CreateBuilder"/>; started and stopped once, and given other options in between as often as one likes.
/// </summary>
public sealed class ProxyServer : IAsyncDisposable
{
    private const int New = 0;
    private const int Starting = 1;
    private const int Running = 2;
    private const int Stopped = 3; // or stopping

    private static readonly TimeSpan CutGrace = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger;
    private readonly ProxyHooks? _hooks;
    private readonly TimeProvider _clock;
    private readonly AccessLogSink? _sink;
    private readonly EndpointGroups _groups;
    private readonly SemaphoreSlim _reloading = new(1, 1);
    private IReadOnlyList<Listener> _listeners = [];
    private volatile IReadOnlyDictionary<string, EndPoint> _addresses = new Dictionary<string, EndPoint>();
    private volatile ProxyOptions _options;
    private ProxySnapshot? _snapshot;
    private EventLoopGroup? _group;
    private Worker[] _workers = [];
    private AccessLog? _accessLog;
    private int _descriptors;
    private int _descriptorsOpen;
    private readonly CancellationTokenSource _abandon = new();
    private readonly TaskCompletionSource _startEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = New;

    internal ProxyServer(ProxyOptions options, ILoggerFactory loggers, ProxyHooks? hooks, TimeProvider clock, AccessLogSink? sink)
    {
        (_options, _logger, _hooks, _clock, _sink) = (options, loggers.CreateLogger("Proxy"), hooks, clock, sink);
        _groups = new EndpointGroups(EventLoopGroup.CountOf(options.Transport));
        Upstreams = new UpstreamControl(_groups);
    }

    /// <summary>What the proxy runs with: what it was built with, until <see cref="ReloadAsync"/>.</summary>
    public ProxyOptions Options => _options;

    /// <summary>The address of each listener by its name, once started; the port is the one in use where 0 was asked for.</summary>
    public IReadOnlyDictionary<string, EndPoint> Addresses => _addresses;

    /// <summary>The upstreams as they are now, and the ways to change them at run time.</summary>
    public UpstreamControl Upstreams { get; }

    internal IReadOnlyList<Worker> Workers => _workers;

    /// <summary>Who this is, from start to end.</summary>
    internal ProxyInstance Instance { get; } = new();

    /// <summary>Begins the description of a proxy.</summary>
    public static ProxyServerBuilder CreateBuilder() => new();

    /// <summary>Looks up the upstreams' names, starts the event loops and opens the listeners. When it completes, clients can connect.</summary>
    /// <exception cref="ProxyStartException">
    /// A name cannot be resolved, an address cannot be listened on, or the system refuses the threads; nothing is left open.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was canceled, or the proxy was stopped meanwhile; nothing is left open.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.CompareExchange(ref _state, Starting, New) != New)
        {
            throw new InvalidOperationException("A proxy is started once.");
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abandon.Token);
            var upstreams = await UpstreamResolver.ResolveAsync(Options.Upstreams, _groups, either.Token).ConfigureAwait(false);
            either.Token.ThrowIfCancellationRequested();
            _groups.Begin(upstreams);
            StartLoops(new ProxySnapshot(Options, upstreams, _hooks, Instance));
            OpenListeners();
            if (Interlocked.CompareExchange(ref _state, Running, Starting) != Starting)
            {
                throw new OperationCanceledException("The proxy was stopped while it started.");
            }
        }
        catch
        {
            Volatile.Write(ref _state, Stopped);
            await EndAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
            throw;
        }
        finally
        {
            _startEnded.SetResult();
        }
    }

    /// <summary>
    /// Runs with other options from now on, and loses no request for it: what is under way is finished as it began; connections to origins that stay are kept,
    /// and so are listeners whose address stays. New listeners are open before anything changes; those that are gone accept no more, their idle connections
    /// are closed within a second, busy ones behind their response, and upgraded ones stay. Reloads wait for each other.
    /// </summary>
    /// <param name="options">All options, not only those that change.</param>
    /// <param name="cancellationToken">Gives up what is not yet past the looking up of names.</param>
    /// <returns>What has changed, and which keys wait for a restart: <see cref="ProxyOptions.Transport"/> and
    /// <see cref="ProxyOptions.AccessLog"/> cannot change.</returns>
    /// <exception cref="ConfigurationException">Something cannot be run; nothing has changed.</exception>
    /// <exception cref="ProxyStartException">A name cannot be resolved, or an address cannot be listened on; nothing has changed.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled, or the proxy was stopped meanwhile; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The proxy is not running.</exception>
    public async Task<ReloadReport> ReloadAsync(ProxyOptions options, CancellationToken cancellationToken = default)
    {
        var errors = OptionsValidator.Validate(options);
        if (errors.Count > 0)
        {
            throw new ConfigurationException(errors);
        }

        if (Volatile.Read(ref _state) != Running)
        {
            throw new InvalidOperationException("The proxy is not running.");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abandon.Token);
        await _reloading.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            // The caller may be a hook, on a loop that must not be held up.
            return await Task.Run(() => ReloadAloneAsync(options, either.Token), either.Token).ConfigureAwait(false);
        }
        finally
        {
            _reloading.Release();
        }
    }

    /// <summary>
    /// Stops accepting, ends idle connections at once and busy ones after their response, which says <c>Connection: close</c>. At the end of
    /// <see cref="TimeoutOptions.Drain"/>, or when the token is canceled, the rest is cut. A proxy that is still starting gives that up first.
    /// </summary>
    /// <returns>How many connections had to be cut.</returns>
    public async Task<int> StopAsync(CancellationToken cancellationToken = default)
    {
        switch (Interlocked.Exchange(ref _state, Stopped))
        {
            case Starting:
                // The start closes what it opened itself.
                await _abandon.CancelAsync().ConfigureAwait(false);
                await _startEnded.Task.ConfigureAwait(false);
                return 0;
            case Running:
                // A reload that is past giving up is done in a moment, and none comes behind it.
                await _abandon.CancelAsync().ConfigureAwait(false);
                await _reloading.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                return await EndAsync(cancellationToken).ConfigureAwait(false);
            default:
                return 0;
        }
    }

    /// <summary>
    /// Serves a connection that somebody else accepted, over plain or decrypted bytes. The pipe's continuations may run on any thread; it is completed
    /// on both sides at the end.
    /// </summary>
    /// <param name="connection">The client's bytes.</param>
    /// <param name="info">Who the client is, for the origin's sake.</param>
    /// <param name="cancellationToken">Cuts the connection.</param>
    /// <returns>A task that completes when the connection is over; it never fails for what happens on it.</returns>
    /// <exception cref="InvalidOperationException">The proxy is not running.</exception>
    public async Task ServeAsync(IDuplexPipe connection, ConnectionInfo info, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(info);
        if (Volatile.Read(ref _state) != Running || _group is null)
        {
            throw new InvalidOperationException("The proxy is not running.");
        }

        var loop = _group.LeastLoaded(null);
        var worker = _workers[loop.Index];
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = (ClientConnection?)null;
        loop.CountConnection(+1);
        loop.Post(_ => client = ServeUnlessStopping(worker, connection, info, ended), null);
        var registration = cancellationToken.UnsafeRegister(_ => loop.Post(_ => client?.Cut(), null), null);
        await using (registration.ConfigureAwait(false))
        {
            // A loop that has ended brings nothing to its end any more.
            await Task.WhenAny(ended.Task, loop.Ended).ConfigureAwait(false);
        }

        if (!ended.Task.IsCompleted)
        {
            Complete(connection);
        }
    }

    /// <summary>What the proxy has done so far; cheap enough to ask every second.</summary>
    public ProxyStatistics GetStatistics() => StatisticsReader.Read(_workers, _accessLog);

    /// <summary>Stops without draining, if it still runs.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);

    // What comes behind the drain would be missed by it: it is ended unserved.
    private static ClientConnection? ServeUnlessStopping(Worker worker, IDuplexPipe connection, ConnectionInfo info, TaskCompletionSource ended)
    {
        if (!worker.IsStopping)
        {
            return worker.Serve(new LoopPipe(connection, worker.Loop), info, ended);
        }

        Complete(connection);
        worker.OnEnded();
        ended.SetResult();
        return null;
    }

    private static void Complete(IDuplexPipe connection)
    {
        try
        {
            connection.Input.Complete();
        }
        catch (Exception)
        {
            // The other side has to be completed all the same; a foreign pipe may throw anything.
        }

        try
        {
            connection.Output.Complete(new IOException("The proxy has stopped."));
        }
        catch (Exception)
        {
            // As above.
        }
    }

    private void OpenListeners()
    {
        var listeners = PrepareListeners(Options);
        _listeners = listeners.Wanted;
        _addresses = AddressesOf(_listeners, Options);
        listeners.Begin();
    }

    private ListenerChange PrepareListeners(ProxyOptions options) =>
        ListenerChange.Prepare(_listeners, options.Listeners, _group!, (socket, from) => _workers[socket.Loop.Index].Serve(socket, from));

    private static Dictionary<string, EndPoint> AddressesOf(IReadOnlyList<Listener> listeners, ProxyOptions options) => options.Listeners
        .Zip(listeners)
        .ToDictionary(pair => pair.First.Name, pair => pair.Second.LocalEndPoint, StringComparer.Ordinal);

    // What can fail comes first; from the swap on the reload is carried through.
    private async Task<ReloadReport> ReloadAloneAsync(ProxyOptions wanted, CancellationToken cancellationToken)
    {
        var (previous, options) = (_snapshot!, wanted with { Transport = Options.Transport, AccessLog = Options.AccessLog });
        var upstreams = await UpstreamResolver.ResolveAsync(options.Upstreams, _groups, cancellationToken).ConfigureAwait(false);
        var snapshot = new ProxySnapshot(options, upstreams, _hooks, Instance);
        var listeners = PrepareListeners(options);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            _groups.Begin(upstreams);
            await SwapAsync(snapshot).ConfigureAwait(false);
        }
        catch
        {
            listeners.Abandon();
            throw;
        }

        (_options, _snapshot, _listeners) = (options, snapshot, listeners.Wanted);
        _addresses = AddressesOf(_listeners, options);
        listeners.Begin();
        await CloseAsync(listeners.Removed).ConfigureAwait(false);
        var report = ReloadChanges.Describe(previous, snapshot, wanted, listeners);
        if (report.NeedsRestart.Count > 0)
        {
            Warn($"changed in the configuration, but not before a restart: {string.Join(", ", report.NeedsRestart)}");
        }

        return report;
    }

    private Task SwapAsync(ProxySnapshot snapshot)
    {
        var limit = ConnectionLimit(snapshot.Options);
        return Task.WhenAll(_workers.Select(worker => worker.Loop.RunAsync(() =>
        {
            worker.MaxConnections = ShareOf(limit, worker);
            worker.Reload(snapshot);
        })));
    }

    // Past its closing a listener accepts nothing, and what it accepted before is on its loops.
    private async Task CloseAsync(IEnumerable<Listener> listeners)
    {
        foreach (var listener in listeners)
        {
            await TryCloseAsync(listener).ConfigureAwait(false);
            foreach (var worker in _workers)
            {
                await worker.Loop.RunAsync(() => worker.Connections.Retire(listener)).ConfigureAwait(false);
            }
        }
    }

    private void StartLoops(ProxySnapshot snapshot)
    {
        _descriptors = DescriptorLimit.Raise();
        _snapshot = snapshot;
        var group = new EventLoopGroup(Options.Transport, _clock, _logger);
        _workers = [.. group.Loops.Select(loop => new Worker(loop, snapshot, group.Loops.Count))];
        _descriptorsOpen = DescriptorLimit.CountOpen() + group.Loops.Sum(loop => loop.SpareDescriptors);
        var limit = ConnectionLimit(Options);
        foreach (var worker in _workers)
        {
            worker.MaxConnections = ShareOf(limit, worker);
        }

        var accessLog = _sink is null ? null : new AccessLog(_sink, Options.AccessLog ?? new(), group.Loops, _clock, _logger);
        foreach (var worker in _workers)
        {
            worker.AccessLog = accessLog?.Of(worker.Loop);
        }

        // A group that cannot start ends itself: only one that runs is stopped by us.
        group.Start();
        (_group, _accessLog) = (group, accessLog);
        _accessLog?.Start();
    }

    private int ConnectionLimit(ProxyOptions options) =>
        options.Limits.MaxConnections ?? ConnectionBudget.From(_descriptors, _descriptorsOpen, options.Listeners.Count);

    // The shares add up to the limit.
    private int ShareOf(int limit, Worker worker) => Math.Max(1, (limit + _workers.Length - 1 - worker.Loop.Index) / _workers.Length);

    private async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        if (_group is null)
        {
            return 0;
        }

        foreach (var listener in _listeners)
        {
            await TryCloseAsync(listener).ConfigureAwait(false);
        }

        var drained = await BeginDrainAsync().ConfigureAwait(false);
        var cut = await EndsWithinAsync(drained, Options.Timeouts.Drain, cancellationToken).ConfigureAwait(false) ? 0 : await CutAsync().ConfigureAwait(false);
        if (cut > 0)
        {
            await EndsWithinAsync(drained, CutGrace, CancellationToken.None).ConfigureAwait(false);
        }

        await _group.StopAsync().ConfigureAwait(false);
        if (_accessLog is not null)
        {
            await _accessLog.StopAsync().ConfigureAwait(false);
        }

        return cut;
    }

    private async Task TryCloseAsync(Listener listener)
    {
        try
        {
            await listener.CloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The others, and the connections, have to be closed all the same.
            Warn($"listener {listener.Name} was not closed in order", exception);
        }
    }

    private void Warn(string problem, Exception? exception = null)
    {
        try
        {
            _logger.LogWarning(exception, "{Problem}", problem);
        }
        catch (Exception)
        {
            // A logger that throws must not keep the proxy from stopping, or from reloading.
        }
    }

    private async Task<Task> BeginDrainAsync()
    {
        // All at once: while one loop waited for another's turn, its answers would not say that they are the last.
        var drains = new Task[_workers.Length];
        await Task.WhenAll(_workers.Select(worker => worker.Loop.RunAsync(() => drains[worker.Loop.Index] = worker.Drain()))).ConfigureAwait(false);
        return Task.WhenAll(drains);
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(time, _clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<int> CutAsync()
    {
        var cut = 0;
        foreach (var worker in _workers)
        {
            await worker.Loop.RunAsync(() => cut += worker.Connections.Cut()).ConfigureAwait(false);
        }

        return cut;
    }
}
