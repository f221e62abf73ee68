namespace Proxy.Core.Transport;

/// <summary>Ends an attempt to connect that nobody waits for any more; used on the loop of the attempt only.</summary>
internal sealed class ConnectCancel
{
    /// <summary>The attempt, once it is under way.</summary>
    public IConnectAttempt? Attempt { get; set; }

    public void Cancel() => Attempt?.GiveUp();
}
