using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Benchmarks.Resilience.Faults;

/// <summary>The process ends in good order and is started again at once: some tenths of a second in which nobody listens.</summary>
internal sealed class RestartFault : Fault
{
    public override string Name => "restart";

    public override string Title => "restarted (SIGTERM, then started again)";

    public override bool IsGone => true;

    public override bool EndsItself => true;

    public override async Task BeginAsync(OriginProcess origin, CancellationToken cancellation)
    {
        await origin.TerminateAsync(cancellation);
        await origin.StartAsync(cancellation);
    }

    public override Task EndAsync(OriginProcess origin, CancellationToken cancellation) => Task.CompletedTask;
}
