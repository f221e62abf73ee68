using Microsoft.Extensions.Logging;

namespace Proxy.Core.Transport.Managed;

/// <summary>An event loop over <see cref="System.Net.Sockets"/>: its sockets' completions come from the thread pool and are posted back to it.</summary>
internal sealed class ManagedLoop : EventLoop
{
    private readonly SemaphoreSlim _wake = new(0);

    public ManagedLoop(int index, TimeProvider clock, ILogger logger)
        : base(index, clock, logger)
    {
    }

    public override ValueTask<ConnectResult> ConnectAsync(ConnectTarget target, long timeoutMilliseconds, ConnectCancel? cancel = null) =>
        new ManagedConnect(this, target).RunAsync(timeoutMilliseconds, cancel);

    // One loop accepts for all: the thread pool takes the connection, so that it does not matter which.
    public override void AddListener(Listener listener)
    {
        if (Index == 0)
        {
            var acceptor = new ManagedListener(listener);
            listener.RegisterClose(this, acceptor.Close);
            acceptor.Accept();
        }
    }

    protected override void Poll(int timeoutMilliseconds)
    {
        _wake.Wait(timeoutMilliseconds);
        UpdateClock();
    }

    protected override void Wake() => _wake.Release();
}
