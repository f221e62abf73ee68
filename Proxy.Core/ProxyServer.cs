using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Core.Observability;
using Proxy.Core.Pipeline;
using Proxy.Core.Running;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;
using Proxy.Core.Upstreams.Discovery;
using Proxy.Core.Upstreams.Health;

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

    private readonly ILogger _logger;
    private readonly ProxyHooks? _hooks;
    private readonly TimeProvider _clock;
    private readonly AccessLogSink? _sink;
    private readonly EndpointGroups _groups;
    private readonly HealthTotals _health = new();
    private readonly ListenerSet _listeners;
    private readonly SemaphoreSlim _reloading = new(1, 1);
    private readonly CancellationTokenSource _abandon = new();
    private readonly TaskCompletionSource _startEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ProxyOptions? _built; // until the reloader has them
    private WorkerGroup? _workers;
    private Reloader? _reloader;
    private int _state = New;

    internal ProxyServer(ProxyOptions options, ILoggerFactory loggers, ProxyHooks? hooks, TimeProvider clock, AccessLogSink? sink)
    {
        (_built, _logger, _hooks, _clock, _sink) = (options, loggers.CreateLogger("Proxy"), hooks, clock, sink);
        var services = new HealthServices { Clock = clock, Logger = _logger, Totals = _health };
        _groups = new EndpointGroups(EventLoopGroup.CountOf(options.Transport), new SourceKit(_logger, clock, Random.Shared), services);
        _listeners = new ListenerSet(_logger);
        Upstreams = new UpstreamControl(_groups);
    }

    /// <summary>What the proxy runs with: what it was built with, until <see cref="ReloadAsync"/>.</summary>
    public ProxyOptions Options => _built ?? _reloader!.Options;

    /// <summary>The address of each listener by its name, once started; the port is the one in use where 0 was asked for.</summary>
    public IReadOnlyDictionary<string, EndPoint> Addresses => _listeners.Addresses;

    /// <summary>The upstreams as they are now, and the ways to change them at run time.</summary>
    public UpstreamControl Upstreams { get; }

    internal IReadOnlyList<Worker> Workers => _workers?.Workers ?? [];

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
            var upstreams = await UpstreamResolver.ResolveAsync(Options.PlacedUpstreams, _groups, either.Token).ConfigureAwait(false);
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
            return await Task.Run(() => _reloader!.RunAsync(options, either.Token), either.Token).ConfigureAwait(false);
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
        if (Volatile.Read(ref _state) != Running || _workers is null)
        {
            throw new InvalidOperationException("The proxy is not running.");
        }

        var worker = _workers.LeastLoaded();
        var loop = worker.Loop;
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
    public ProxyStatistics GetStatistics() => _workers?.ReadStatistics(_health) ?? StatisticsReader.Read([], null, _health);

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

    private void StartLoops(ProxySnapshot snapshot)
    {
        _workers = new WorkerGroup(snapshot, _sink, _clock, _logger);
        _reloader = new Reloader(snapshot, _workers, _listeners, _groups, _hooks, Instance, _logger);
        _built = null;
        _workers.Start();
        _groups.Probes.Start(_workers.Workers.Select(worker => worker.Probes), _clock);
    }

    private void OpenListeners() => _listeners.Begin(_listeners.Prepare(Options, _workers!), Options);

    private async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        await _groups.EndAsync().ConfigureAwait(false);
        var cut = _workers is { HasStarted: true }
            ? await new Shutdown(_workers, _listeners, _clock).RunAsync(Options.Timeouts.Drain, cancellationToken).ConfigureAwait(false)
            : 0;
        _groups.End();
        return cut;
    }
}
