using System.Runtime.InteropServices;
using Proxy.Benchmarks.Compare.Reporting;

namespace Proxy.Benchmarks.Compare;

/// <summary>The <c>compare</c> command: parses, runs, maps the outcome to an exit code.</summary>
internal static class CompareCommand
{
    private const int Success = 0, Failed = 1, BadUsage = 2, Interrupted = 130;

    public static async Task<int> RunAsync(string[] args)
    {
        CompareOptions options;
        try
        {
            options = CompareOptionsParser.Parse(args);
        }
        catch (CompareException error)
        {
            ConsoleReport.Error(error.Message);
            return BadUsage;
        }

        if (options.Help)
        {
            Console.WriteLine(CompareHelp.Text);
            return Success;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOrderly);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOrderly);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, StopOrderly);
        try
        {
            return await new Comparison(Workspace.Find(), options).RunAsync(stop.Token) ? Success : Failed;
        }
        catch (CompareException error)
        {
            ConsoleReport.Error(error.Message);
            return Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ConsoleReport.EndRound();
            ConsoleReport.Error("interrupted; every server was stopped.");
            return Interrupted;
        }
        catch (Exception error)
        {
            ConsoleReport.Error($"unexpected error: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}");
            return Failed;
        }

        // The default action would end this process at once and leave the servers running.
        void StopOrderly(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
