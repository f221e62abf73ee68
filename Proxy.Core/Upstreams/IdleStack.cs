namespace Proxy.Core.Upstreams;

/// <summary>Idle connections, the one used last on top; one that ends leaves from the middle.</summary>
internal sealed class IdleStack
{
    private UpstreamConnection? _top;

    public int Count { get; private set; }

    public void Push(UpstreamConnection connection)
    {
        connection.Below = _top;
        if (_top is not null)
        {
            _top.Above = connection;
        }

        _top = connection;
        Count++;
    }

    public UpstreamConnection? Pop()
    {
        var connection = _top;
        if (connection is not null)
        {
            Remove(connection);
        }

        return connection;
    }

    public void Remove(UpstreamConnection connection)
    {
        if (connection.Above is null)
        {
            _top = connection.Below;
        }
        else
        {
            connection.Above.Below = connection.Below;
        }

        if (connection.Below is not null)
        {
            connection.Below.Above = connection.Above;
        }

        (connection.Above, connection.Below) = (null, null);
        Count--;
    }
}
