using System.IO.Pipelines;
using System.Net;

namespace Proxy.Core.Transport;

/// <summary>
/// What the engine can ask of a connection beyond reading and writing. A pipe that is none of these is served all the same: half-close and reset
/// then become completion.
/// </summary>
internal interface ITransportConnection : IDuplexPipe
{
    /// <summary>Who is told of events nobody waits for.</summary>
    ITransportObserver? Observer { get; set; }

    /// <summary>True when bytes, an end or an error arrived that nobody has read.</summary>
    bool HasUnreadEvent { get; }

    /// <summary>Asks the system whether bytes or an end wait to be read; for the moment before an idle connection is used for what cannot be repeated.</summary>
    bool ProbeUnreadEvent();

    /// <summary>The address at which the peer arrived, where the listener's own stands for many; null where there is none, or the connection is gone. A system call.</summary>
    EndPoint? ReadLocalEndPoint();

    /// <summary>
    /// What is sent from now on is the last, and <see cref="ShutdownWrite"/> follows at once: bytes and end may leave in one segment, which spares the
    /// system a whole way through its network.
    /// </summary>
    void AnnounceEnd();

    /// <summary>Sends the end of our side and keeps reading.</summary>
    void ShutdownWrite();

    /// <summary>Ends the connection in a way the peer cannot take for a clean end.</summary>
    void Abort();
}
