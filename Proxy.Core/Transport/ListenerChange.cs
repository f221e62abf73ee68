using Proxy.Core.Configuration;

namespace Proxy.Core.Transport;

/// <summary>
/// The way from the listeners that are open to those that are wanted. An address that stays keeps its socket, whatever else of its listener changes; what is new is
/// opened, and what is gone closed only when everything new is in place.
/// </summary>
internal sealed class ListenerChange
{
    private readonly List<Listener> _wanted = [];
    private readonly List<(Listener Listener, ListenerOptions Options)> _kept = [];
    private readonly List<Listener> _opened = [];

    private ListenerChange(IEnumerable<Listener> present) => Removed = [.. present];

    /// <summary>The listeners in the order of their options.</summary>
    public IReadOnlyList<Listener> Wanted => _wanted;

    /// <summary>Those that are new. They accept from <see cref="Begin"/> on.</summary>
    public IReadOnlyList<Listener> Opened => _opened;

    /// <summary>Those to be closed.</summary>
    public List<Listener> Removed { get; }

    /// <summary>Opens the sockets that are new.</summary>
    /// <exception cref="ProxyStartException">An address cannot be used; nothing has changed.</exception>
    public static ListenerChange Prepare(
        IEnumerable<Listener> present, IReadOnlyList<ListenerOptions> wanted, EventLoopGroup group, Action<SocketConnection, Listener> accepted)
    {
        var change = new ListenerChange(present);
        var same = wanted.Select(options => change.Keep(options, it => it.Name == options.Name)).ToArray();
        try
        {
            for (var i = 0; i < same.Length; i++)
            {
                var listener = same[i] ?? change.Keep(wanted[i], static _ => true) ?? change.Open(wanted[i], group, accepted);
                change._wanted.Add(listener);
            }
        }
        catch
        {
            change.Abandon();
            throw;
        }

        return change;
    }

    /// <summary>Nothing changes after all.</summary>
    public void Abandon() => _opened.ForEach(static listener => listener.Dispose());

    /// <summary>What stays goes on with its new options, and what is new accepts.</summary>
    public void Begin()
    {
        _kept.ForEach(static kept => kept.Listener.Continue(kept.Options));
        _opened.ForEach(static listener => listener.Accept());
    }

    private Listener? Keep(ListenerOptions options, Predicate<Listener> isMeant)
    {
        var listener = Removed.Find(it => it.HasAddress(options) && isMeant(it));
        if (listener is not null)
        {
            Removed.Remove(listener);
            _kept.Add((listener, options));
        }

        return listener;
    }

    private Listener Open(ListenerOptions options, EventLoopGroup group, Action<SocketConnection, Listener> accepted)
    {
        try
        {
            var listener = Listener.Open(options, group, accepted);
            _opened.Add(listener);
            return listener;
        }
        catch (ProxyStartException exception) when (InTheWayOf(options) is { } own)
        {
            throw new ProxyStartException(
                $"{exception.Message}; listener \"{own.Name}\" of this proxy has the port, and can give it up for an address that includes its own only with a restart",
                exception);
        }
    }

    // 127.0.0.1:80 and *:80 exclude each other: the one would have to be closed before the other can be opened.
    private Listener? InTheWayOf(ListenerOptions options) =>
        NetworkAddress.TryParse(options.Address, out var address, out _) && address.Port != 0
            ? Removed.Concat(_kept.Select(kept => kept.Listener)).FirstOrDefault(it => it.Port == address.Port)
            : null;
}
