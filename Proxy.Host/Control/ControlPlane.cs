using Microsoft.Extensions.Logging;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration;
using Proxy.Host.Reloading;

namespace Proxy.Host.Control;

/// <summary>All the ways in which a running proxy is asked and told: the control socket, the admin listener, SIGHUP, the watch of its file.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly List<ControlServer> _servers = [];
    private readonly ILogger _log;
    private readonly HostOptions _started;
    private readonly Reloader _reloader;
    private readonly ControlVerbs _verbs;
    private readonly ConfigurationWatcher? _watcher;
    private AdminGuard? _guard;

    private ControlPlane(HostOptions options, ConfigurationSource? source, ProxyServer server, ILogger log)
    {
        (_started, _log) = (options, log);
        _reloader = new Reloader(server, source, Apply, log);
        _verbs = new ControlVerbs(new StatusReport(server, _reloader, source?.FullPath, TimeProvider.System), _reloader, server.Upstreams);
        _watcher = source is null ? null : new ConfigurationWatcher(source.Stamp, () => source.Read, () => _reloader.Request("watch"));
    }

    /// <summary>Where the admin listener listens, or null.</summary>
    public System.Net.EndPoint? AdminEndPoint { get; private set; }

    /// <summary>Reloads that went well.</summary>
    public long Reloads => _reloader.Succeeded;

    /// <summary>Opens everything the options ask for.</summary>
    /// <param name="options">What runs.</param>
    /// <param name="source">Where it is from, or null where there is no file.</param>
    /// <param name="server">The proxy; it runs.</param>
    /// <param name="log">Where to tell of it.</param>
    /// <exception cref="ProxyStartException">An address that was named cannot be used; nothing is left open.</exception>
    public static async Task<ControlPlane> StartAsync(HostOptions options, ConfigurationSource? source, ProxyServer server, ILogger log)
    {
        var plane = new ControlPlane(options, source, server, log);
        try
        {
            plane.OpenSocket(source);
            plane.OpenAdmin();
            plane.Watch(options.Reload);
            return plane;
        }
        catch
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for a reload.</summary>
    public void Reload(string trigger) => _reloader.Request(trigger);

    public async ValueTask DisposeAsync()
    {
        _watcher?.Dispose();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private void OpenSocket(ConfigurationSource? source)
    {
        if (_started.Control.Socket is not { } socket)
        {
            return;
        }

        if (socket != ControlOptions.Automatic)
        {
            Open(NetworkAddress.TryParse($"unix:{socket}", out var path, out var invalid) ? path : throw new ProxyStartException(invalid), SocketGuard.Instance);
        }
        else if (source is { IsFile: true })
        {
            OpenInRunDirectory(source);
        }
    }

    // Nobody asked for it by name: where there is no place for it, the proxy runs without.
    private void OpenInRunDirectory(ConfigurationSource source)
    {
        if (RunDirectory.TryMake(source.FullPath, out var problem) is not { } address)
        {
            _log.LogInformation("no control socket, \"proxy reload\" and \"proxy status\" will not find this proxy: {Problem}", problem);
            return;
        }

        try
        {
            Open(address, SocketGuard.Instance);
        }
        catch (ProxyStartException e) when (!IsInUse(e))
        {
            _log.LogInformation("no control socket, \"proxy reload\" and \"proxy status\" will not find this proxy: {Problem}", e.Message);
        }
    }

    private void OpenAdmin()
    {
        if (_started.Admin is { } admin)
        {
            _guard = new AdminGuard(admin);
            var address = NetworkAddress.TryParse(admin.Address, out var parsed, out var invalid) ? parsed : throw new ProxyStartException(invalid);
            AdminEndPoint = Open(address, _guard).LocalEndPoint;
        }
    }

    private ControlServer Open(NetworkAddress address, IControlGuard guard)
    {
        var server = ControlServer.Open(address, _verbs, guard, _log);
        _servers.Add(server);
        return server;
    }

    private void Watch(ReloadOptions options)
    {
        if (_watcher is not null)
        {
            _watcher.IsOn = options.Watch;
        }
    }

    // What a reload can change here; the rest by name.
    private IEnumerable<string> Apply(HostOptions options)
    {
        Watch(options.Reload);
        if (options.Admin is { } admin)
        {
            _guard?.Follow(admin);
        }

        return NeedRestart(options);
    }

    private IEnumerable<string> NeedRestart(HostOptions options)
    {
        if (options.Control.Socket != _started.Control.Socket)
        {
            yield return "control.socket";
        }

        if (options.Admin?.Address != _started.Admin?.Address)
        {
            yield return "admin.address";
        }
    }

    // Two proxies with one configuration are a mistake that has to show.
    private static bool IsInUse(ProxyStartException exception) =>
        exception.InnerException is System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.AddressAlreadyInUse };
}
