using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Benchmarks.Resilience.Faults;

/// <summary>Every response comes ten times later, those to health checks too; none fails.</summary>
internal sealed class SlowFault : Fault
{
    private const int Factor = 10;

    public override string Name => "slow";

    public override string Title => "every response 10× later";

    public override bool IsSilent => false;

    public override Task BeginAsync(OriginProcess origin, CancellationToken cancellation)
    {
        origin.Ledger.ServiceMicroseconds *= Factor;
        return Task.CompletedTask;
    }

    public override Task EndAsync(OriginProcess origin, CancellationToken cancellation)
    {
        origin.Ledger.ServiceMicroseconds /= Factor;
        return Task.CompletedTask;
    }
}
