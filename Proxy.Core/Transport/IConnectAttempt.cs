namespace Proxy.Core.Transport;

/// <summary>A connection that is being opened.</summary>
internal interface IConnectAttempt
{
    /// <summary>Ends it with <see cref="ConnectError.Canceled"/>; nothing where it is over already.</summary>
    void GiveUp();
}
