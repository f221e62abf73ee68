using System.Diagnostics;
using System.Globalization;
using Proxy.Benchmarks.Compare.Machine;
using Proxy.Benchmarks.Compare.Scenarios;

namespace Proxy.Benchmarks.Compare.Load;

/// <summary>Runs the load generator.</summary>
internal sealed class Wrk(string program)
{
    /// <summary>Measures for that many seconds.</summary>
    /// <exception cref="ScenarioFailedException">wrk could not run.</exception>
    public async Task<WrkResult> MeasureAsync(Scenario scenario, int port, int seconds, LoadPlan plan, CancellationToken cancellation)
    {
        using var process = Start(scenario, port, seconds, plan);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? WrkOutput.Parse(await output)
                : throw new ScenarioFailedException($"wrk ended with code {process.ExitCode}: {(await error).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>Puts a server under load for a time and throws the numbers away.</summary>
    public async Task WarmUpAsync(Scenario scenario, int port, TimeSpan duration, LoadPlan plan, CancellationToken cancellation)
    {
        using var process = Start(scenario, port, seconds: 60, plan);
        try
        {
            await Task.Delay(duration, cancellation);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private Process Start(Scenario scenario, int port, int seconds, LoadPlan plan)
    {
        List<string> arguments =
        [
            "-t", plan.Threads.ToString(CultureInfo.InvariantCulture),
            "-c", scenario.Connections.ToString(CultureInfo.InvariantCulture),
            "-d", string.Create(CultureInfo.InvariantCulture, $"{seconds}s"),
            "--timeout", "10s", "--latency",
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}{scenario.Path}"),
        ];

        // wrk opens a new connection whenever a response says that the old one ends.
        if (!scenario.KeepAlive)
            arguments.InsertRange(0, ["-H", "Connection: close"]);
        var start = Pinning.StartInfo(program, arguments, plan.Core);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return Process.Start(start)!;
    }
}
