using Proxy.Core.Transport.Linux;

namespace Proxy.Core.Transport;

/// <summary>What a thread sleeps on until its time is over, or another one wakes it. The one who wakes takes no lock that the sleeper could hold.</summary>
internal abstract class WakeSignal : IDisposable
{
    public static WakeSignal Create() => OperatingSystem.IsLinux() ? new EventDescriptor() : new ManagedSignal();

    /// <summary>Ends the present wait, or else the next one.</summary>
    public abstract void Set();

    /// <summary>Waits for so many milliseconds, or for <see cref="Set"/>.</summary>
    public abstract void Wait(int milliseconds);

    public abstract void Dispose();

    private sealed class ManagedSignal : WakeSignal
    {
        private readonly AutoResetEvent _event = new(initialState: false);

        public override void Set()
        {
            try
            {
                _event.Set();
            }
            catch (ObjectDisposedException)
            {
                // The sleeper has ended.
            }
        }

        public override void Wait(int milliseconds) => _event.WaitOne(milliseconds);

        public override void Dispose() => _event.Dispose();
    }
}
