namespace Proxy.Core.Upstreams;

/// <summary>
/// Idle connections to origins that were told of the client of one connection, and that nobody else's requests may use. They lie in their pools like any others, and
/// end with the client's connection.
/// </summary>
internal sealed class KeptConnections
{
    // As many upstreams as the requests of one connection are likely to go to in turn.
    private const int MaxIdle = 8;

    private readonly List<UpstreamConnection> _idle = new(capacity: 1);

    /// <summary>The client's connection is over: nothing more is kept.</summary>
    public bool IsClosed { get; private set; }

    public int Count => _idle.Count;

    /// <summary>A connection of that pool which told of that client, or null.</summary>
    public UpstreamConnection? Find(EndpointPool pool, ToldClient client)
    {
        for (var i = _idle.Count - 1; i >= 0; i--)
        {
            if (_idle[i].IsFor(pool, client))
            {
                return _idle[i];
            }
        }

        return null;
    }

    /// <summary>A connection fell idle; the one that has been so for longest makes room for it.</summary>
    public void Add(UpstreamConnection connection)
    {
        if (_idle.Count == MaxIdle)
        {
            _idle[0].EndWhileIdle();
        }

        _idle.Add(connection);
    }

    /// <summary>A connection is idle no more.</summary>
    public void Remove(UpstreamConnection connection) => _idle.Remove(connection);

    /// <summary>The client's connection is over: what was kept for it is closed.</summary>
    public void Close()
    {
        IsClosed = true;
        while (_idle.Count > 0)
        {
            _idle[^1].EndWhileIdle();
        }
    }
}
