using System.Globalization;
using System.Runtime.InteropServices;

namespace Proxy.Benchmarks.Resilience.Origins;

/// <summary>An origin as a process of its own, so that it can be killed, stopped and started: <c>resilience-origin PORT LEDGER</c>.</summary>
internal static class OriginProgram
{
    /// <summary>What calls it; for the command only.</summary>
    public const string Verb = "resilience-origin";

    public static int Run(IReadOnlyList<string> args)
    {
        using var ledger = Ledger.Open(args[1]);
        OriginWarmUp.Run(args[1] + ".warm-up");
        using var server = new OriginServer(int.Parse(args[0], CultureInfo.InvariantCulture), ledger);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            server.Stop();
        });
        server.Run();
        return 0;
    }
}
