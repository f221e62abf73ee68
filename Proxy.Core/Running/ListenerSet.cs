using System.Net;
using Microsoft.Extensions.Logging;
using Proxy.Core.Configuration;
using Proxy.Core.Transport;

namespace Proxy.Core.Running;

/// <summary>The listeners of one proxy, from one set of options to the next.</summary>
internal sealed class ListenerSet
{
    private readonly ILogger _logger;
    private IReadOnlyList<Listener> _listeners = [];
    private volatile IReadOnlyDictionary<string, EndPoint> _addresses = new Dictionary<string, EndPoint>();

    public ListenerSet(ILogger logger) => _logger = logger;

    /// <summary>The address of each by its name; whoever reads it while it changes sees the one set or the other.</summary>
    public IReadOnlyDictionary<string, EndPoint> Addresses => _addresses;

    /// <summary>Opens what is new; nothing has changed until <see cref="Begin"/>.</summary>
    /// <exception cref="ProxyStartException">An address cannot be listened on; nothing has changed.</exception>
    public ListenerChange Prepare(ProxyOptions options, WorkerGroup workers) =>
        ListenerChange.Prepare(_listeners, options.Listeners, workers.Loops, workers.Serve);

    /// <summary>The change holds: what is new accepts, and what is gone is to be closed by <see cref="CloseAsync"/>.</summary>
    public void Begin(ListenerChange change, ProxyOptions options)
    {
        _listeners = change.Wanted;
        _addresses = AddressesOf(_listeners, options);
        change.Begin();
    }

    /// <summary>Closes some, and ends the connections they have accepted.</summary>
    public async Task CloseAsync(IEnumerable<Listener> listeners, WorkerGroup workers)
    {
        foreach (var listener in listeners)
        {
            // Past its closing a listener accepts nothing, and what it accepted before is on its loops.
            await TryCloseAsync(listener).ConfigureAwait(false);
            await workers.RetireAsync(listener).ConfigureAwait(false);
        }
    }

    /// <summary>Closes all; connections stay.</summary>
    public async Task CloseAllAsync()
    {
        foreach (var listener in _listeners)
        {
            await TryCloseAsync(listener).ConfigureAwait(false);
        }
    }

    private static Dictionary<string, EndPoint> AddressesOf(IReadOnlyList<Listener> listeners, ProxyOptions options) => options.Listeners
        .Zip(listeners)
        .ToDictionary(pair => pair.First.Name, pair => pair.Second.LocalEndPoint, StringComparer.Ordinal);

    private async Task TryCloseAsync(Listener listener)
    {
        try
        {
            await listener.CloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The others, and the connections, have to be closed all the same.
            _logger.TryWarn($"listener {listener.Name} was not closed in order", exception);
        }
    }
}
