using Proxy.Benchmarks.Resilience.Origins;

namespace Proxy.Benchmarks.Resilience.Faults;

/// <summary>The process dies in the middle of what it does; connects are refused until it is started again.</summary>
internal sealed class KillFault : Fault
{
    public override string Name => "kill";

    public override string Title => "killed (SIGKILL), started again later";

    public override bool IsGone => true;

    public override Task BeginAsync(OriginProcess origin, CancellationToken cancellation) => origin.KillAsync(cancellation);

    public override Task EndAsync(OriginProcess origin, CancellationToken cancellation) => origin.StartAsync(cancellation);
}
