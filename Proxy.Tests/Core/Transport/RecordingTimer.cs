using Proxy.Core.Transport;

namespace Proxy.Tests.Core.Transport;

/// <summary>A timer that counts how often it fired, and may do something then.</summary>
internal sealed class RecordingTimer : ILoopTimerOwner
{
    public RecordingTimer() => Timer = new LoopTimer(this);

    public LoopTimer Timer { get; }

    public int Fired { get; private set; }

    public Action? Then { get; set; }

    public void OnTimer(LoopTimer timer)
    {
        Fired++;
        Then?.Invoke();
    }
}
