using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Pipeline;
using Proxy.Core.Transport;
using Proxy.Core.Upstreams;

namespace Proxy.Core.Running;

/// <summary>Takes a running proxy from one set of options to the next. Its caller sees to it that reloads come one after the other.</summary>
internal sealed class Reloader
{
    private readonly WorkerGroup _workers;
    private readonly ListenerSet _listeners;
    private readonly EndpointGroups _groups;
    private readonly ProxyHooks? _hooks;
    private readonly ILogger _logger;
    private volatile ProxySnapshot _snapshot;

    public Reloader(
        ProxySnapshot snapshot, WorkerGroup workers, ListenerSet listeners, EndpointGroups groups, ProxyHooks? hooks, ProxyInstance instance, ILogger logger)
    {
        (_snapshot, _workers, _listeners, _groups) = (snapshot, workers, listeners, groups);
        (_hooks, Instance, _logger) = (hooks, instance, logger);
    }

    /// <summary>What the proxy runs with: what it was started with, until <see cref="RunAsync"/>.</summary>
    public ProxyOptions Options => _snapshot.Options;

    private ProxyInstance Instance { get; }

    /// <summary>
    /// Runs with other options, as <see cref="ProxyServer.ReloadAsync"/> says. What can fail comes first; from the swap on the reload is carried through.
    /// </summary>
    public async Task<ReloadReport> RunAsync(ProxyOptions wanted, CancellationToken cancellationToken)
    {
        var (previous, options) = (_snapshot, wanted with { Transport = Options.Transport, AccessLog = Options.AccessLog });
        var upstreams = await UpstreamResolver.ResolveAsync(options.PlacedUpstreams, _groups, cancellationToken).ConfigureAwait(false);
        var snapshot = new ProxySnapshot(options, upstreams, _hooks, Instance);
        var listeners = _listeners.Prepare(options, _workers);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            _groups.Begin(upstreams);
            await _workers.SwapAsync(snapshot).ConfigureAwait(false);
        }
        catch
        {
            listeners.Abandon();
            throw;
        }

        _snapshot = snapshot;
        _listeners.Begin(listeners, options);
        await _listeners.CloseAsync(listeners.Removed, _workers).ConfigureAwait(false);
        return Report(previous, snapshot, wanted, listeners);
    }

    private ReloadReport Report(ProxySnapshot previous, ProxySnapshot present, ProxyOptions wanted, ListenerChange listeners)
    {
        var report = ReloadChanges.Describe(previous, present, wanted, listeners);
        if (report.NeedsRestart.Count > 0)
        {
            _logger.TryWarn($"changed in the configuration, but not before a restart: {string.Join(", ", report.NeedsRestart)}");
        }

        return report;
    }
}
