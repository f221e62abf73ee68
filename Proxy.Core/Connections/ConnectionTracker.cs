using Proxy.Core.Transport;

namespace Proxy.Core.Connections;

/// <summary>The client connections of one loop.</summary>
internal sealed class ConnectionTracker
{
    private ClientConnection? _first;
    private TaskCompletionSource? _emptied;

    public int Count { get; private set; }

    public void Add(ClientConnection connection)
    {
        connection.Next = _first;
        if (_first is not null)
        {
            _first.Previous = connection;
        }

        _first = connection;
        Count++;
    }

    public void Remove(ClientConnection connection)
    {
        if (connection.Previous is null)
        {
            _first = connection.Next;
        }
        else
        {
            connection.Previous.Next = connection.Next;
        }

        if (connection.Next is not null)
        {
            connection.Next.Previous = connection.Previous;
        }

        (connection.Next, connection.Previous) = (null, null);
        Count--;
        if (Count == 0)
        {
            _emptied?.TrySetResult();
        }
    }

    /// <summary>Ends idle connections now and busy ones after their response; the task completes when none is left.</summary>
    public Task Drain()
    {
        _emptied ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ForEach(static connection => connection.Drain());
        if (Count == 0)
        {
            _emptied.TrySetResult();
        }

        return _emptied.Task;
    }

    /// <summary>Ends the connections of one listener, as <see cref="ClientConnection.Retire"/> says.</summary>
    public void Retire(Listener listener) => ForEach(connection =>
    {
        if (connection.Listener == listener)
        {
            connection.Retire();
        }
    });

    /// <summary>Ends every connection now; how many there were.</summary>
    public int Cut()
    {
        var count = Count;
        ForEach(static connection => connection.Cut());
        return count;
    }

    // An action may end its connection, and with it take it off the list.
    private void ForEach(Action<ClientConnection> action)
    {
        for (var connection = _first; connection is not null;)
        {
            var next = connection.Next;
            action(connection);
            connection = next;
        }
    }
}
