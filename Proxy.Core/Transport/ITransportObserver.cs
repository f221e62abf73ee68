namespace Proxy.Core.Transport;

/// <summary>Is told, on the loop, of what happens to a connection while nobody reads from it.</summary>
internal interface ITransportObserver
{
    /// <summary>Bytes, the peer's end (<paramref name="reset"/> false) or the end of the whole connection (true) arrived and nobody waits for them.</summary>
    void OnUnreadEvent(bool reset);
}
