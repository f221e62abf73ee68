#pragma warning disable CA1822, IDE0060, IDE0052
using System.IO.Pipelines;
using System.Net;
using Proxy.Core.Configuration;

namespace Proxy.Core;

/// <summary>STUB being written.</summary>
public sealed class ProxyServer : IAsyncDisposable
{
    internal ProxyServer(ProxyOptions options, Microsoft.Extensions.Logging.ILoggerFactory loggers) => (Options, _loggers) = (options, loggers);
    private readonly Microsoft.Extensions.Logging.ILoggerFactory _loggers;

    /// <summary>What the proxy was built with.</summary>
    public ProxyOptions Options { get; }

    /// <summary>The bound address of each listener by name, once started.</summary>
    public IReadOnlyDictionary<string, EndPoint> Addresses { get; } = new Dictionary<string, EndPoint>();

    /// <summary>Begins the description of a proxy.</summary>
    public static ProxyServerBuilder CreateBuilder() => new();

    /// <summary>Opens the listeners. Throws IOException / SocketException-like <see cref="ProxyStartException"/> with one clear line.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>Drains, at the deadline cuts the rest. Canceling the token cuts at once. Returns how many connections had to be cut.</summary>
    public Task<int> StopAsync(CancellationToken cancellationToken = default) => Task.FromResult(0);

    /// <summary>Serves a connection someone else accepted.</summary>
    public Task ServeAsync(IDuplexPipe connection, Connections.ConnectionInfo info, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
