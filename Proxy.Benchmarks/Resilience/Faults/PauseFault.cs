using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Benchmarks.Resilience.Faults;

/// <summary>
/// The process stands still: the kernel goes on to accept connections and bytes for it, and nothing is answered. Afterwards it reads what was sent meanwhile.
/// </summary>
internal sealed class PauseFault : Fault
{
    public override string Name => "pause";

    public override string Title => "stopped (SIGSTOP), continued later";

    public override Task BeginAsync(OriginProcess origin, CancellationToken cancellation)
    {
        origin.Pause();
        return Task.CompletedTask;
    }

    public override Task EndAsync(OriginProcess origin, CancellationToken cancellation)
    {
        origin.Continue();
        return CatchUp.WaitAsync(origin.Port, cancellation);
    }
}
