namespace Proxy.Core.Transport;

/// <summary>Who is told when a deadline is reached, on the loop's thread.</summary>
internal interface ILoopTimerOwner
{
    /// <summary>The timer came due and is unset now.</summary>
    void OnTimer(LoopTimer timer);
}
