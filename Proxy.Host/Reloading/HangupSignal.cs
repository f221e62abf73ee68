using System.Runtime.InteropServices;

namespace Proxy.Host.Reloading;

/// <summary>SIGHUP asks for a reload instead of ending the process. One that comes before the proxy runs is kept until it does.</summary>
internal sealed class HangupSignal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration? _registration;
    private Action? _action;
    private bool _came;

    public HangupSignal() => _registration = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);

    /// <summary>What a signal does from now on.</summary>
    public void Begin(Action action)
    {
        lock (_lock)
        {
            _action = action;
            if (!_came)
            {
                return;
            }
        }

        action();
    }

    public void Dispose() => _registration?.Dispose();

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Action? action;
        lock (_lock)
        {
            _came = true;
            action = _action;
        }

        action?.Invoke();
    }
}
