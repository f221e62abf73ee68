using System.Runtime.InteropServices;

namespace Proxy.Benchmarks.Compare;

/// <summary>What the long commands have in common: a signal ends them in good order, and an outcome becomes an exit code.</summary>
internal static class CommandRun
{
    public const int Success = 0, Failed = 1, BadUsage = 2, Interrupted = 130;

    /// <summary>Runs a command; it returns true where everything went as it should.</summary>
    public static async Task<int> RunAsync(string name, Func<CancellationToken, Task<bool>> command)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOrderly);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOrderly);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, StopOrderly);
        try
        {
            return await command(stop.Token) ? Success : Failed;
        }
        catch (CompareException error)
        {
            Error(name, error.Message);
            return Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine();
            Error(name, "interrupted; every server was stopped.");
            return Interrupted;
        }
        catch (Exception error)
        {
            Error(name, $"unexpected error: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}");
            return Failed;
        }

        // The default action would end this process at once and leave the servers running.
        void StopOrderly(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    public static void Error(string name, string message) => Console.Error.WriteLine($"{name}: {message}");
}
