using System.Runtime.InteropServices;

namespace Proxy.Host.Running;

/// <summary>The first SIGTERM or SIGINT asks for a stop; the second ends the process where it stands.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int SigIntNumber = 2;
    private const int SigTermNumber = 15;

    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    /// <param name="cancellationToken">Another way to ask for a stop.</param>
    public StopSignals(CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        ];
    }

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Ends with the first signal.</summary>
    public async Task WaitAsync()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Stop.Register(stopped.SetResult);
        await stopped.Task;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _received) == 1)
        {
            _stop.Cancel();
            return;
        }

        Environment.Exit(ExitCode.SignalBase + (context.Signal == PosixSignal.SIGINT ? SigIntNumber : SigTermNumber));
    }
}
