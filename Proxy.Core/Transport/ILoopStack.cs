namespace Proxy.Core.Transport;

/// <summary>A stack of idle objects that can be told to let go of its surplus.</summary>
internal interface ILoopStack
{
    /// <summary>Drops part of what was not needed since the last call.</summary>
    void Trim();
}
