using Proxy.Core.Pipeline;

namespace Proxy.Core.Connections;

/// <summary>
/// The exchange of the request that a connection serves, and the stream it comes by: both rented from the loop when the request begins, and given
/// back behind it. An idle connection has neither.
/// </summary>
internal struct RentedExchange
{
    /// <summary>The request being served, or null between requests.</summary>
    public Exchange? Exchange { get; private set; }

    /// <summary>The client's side of it.</summary>
    public Http1ClientStream? Stream { get; private set; }

    /// <summary>A request begins.</summary>
    public void Rent(Worker worker)
    {
        Exchange = worker.Exchanges.Get();
        Stream = worker.ClientStreams.Get();
    }

    /// <summary>The request is over, however it ended: its exchange serves another.</summary>
    public void Return(Worker worker)
    {
        if (Exchange is { } exchange && Stream is { } stream)
        {
            (Exchange, Stream) = (null, null);
            exchange.Origin?.Release(reusable: false);
            exchange.LetGoOfBody();
            stream.Clear();
            exchange.Reset();
            worker.ClientStreams.Return(stream);
            worker.Exchanges.Return(exchange);
        }
    }

    /// <summary>Whatever was going on is in an unknown state: it is dropped, not reused.</summary>
    public void Drop()
    {
        Exchange?.Origin?.Release(reusable: false);
        Exchange?.Gathered?.Clear();
        Exchange?.Kept?.Clear();
        (Exchange, Stream) = (null, null);
    }
}
