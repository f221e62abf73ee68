using Microsoft.Extensions.Logging;
using Proxy.Core;
using Proxy.Host.Control;
using Proxy.Host.Reloading;

namespace Proxy.Host.Running;

/// <summary>Runs one proxy from its start to the end of its drain.</summary>
internal sealed class ProxyRunner(RunPlan plan, TextWriter output)
{
    /// <summary>What is to be logged of the configuration before anything is opened, a line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Runs until a signal or the token asks for a stop.</summary>
    /// <param name="started">Called once the proxy is reachable and has said so.</param>
    /// <param name="cancellationToken">Another way to ask for a stop.</param>
    /// <exception cref="ProxyStartException">A listener or the access log could not be opened.</exception>
    public async Task<int> RunAsync(Action<ProxyServer>? started = null, CancellationToken cancellationToken = default)
    {
        using var signals = new StopSignals(cancellationToken);
        using var hangup = plan.Serves ? new HangupSignal() : null;
        using var loggers = HostLogging.Create();
        foreach (var warning in Warnings)
        {
            loggers.CreateLogger<ProxyRunner>().LogWarning("{Warning}", warning);
        }

        using var accessLog = plan.Options.Proxy.AccessLog is { } log ? AccessLogFile.Open(log.Path) : null;
        using var reopen = new ReopenSignal(accessLog, loggers.CreateLogger<ProxyRunner>());
        var builder = ProxyServer.CreateBuilder().Configure(plan.Options.Proxy).UseLoggerFactory(loggers);
        await using var server = (accessLog is null ? builder : builder.UseAccessLog(accessLog)).Build();
        try
        {
            await server.StartAsync(signals.Stop);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return ExitCode.Success;
        }

        await using var control = await ControlPlane.StartAsync(plan.Options, plan.Source, server, loggers.CreateLogger<ControlPlane>());
        foreach (var line in ListeningLines.Of(server, control.AdminEndPoint))
        {
            await output.WriteLineAsync(line);
        }

        await output.FlushAsync(CancellationToken.None);
        started?.Invoke(server);
        hangup?.Begin(() => control.Reload("SIGHUP"));
        using var trimmer = new MemoryTrimmer(() => server.GetStatistics().OpenConnections, () => control.Reloads);
        await signals.WaitAsync();
        await DrainAsync(server, loggers.CreateLogger<ProxyRunner>());
        return ExitCode.Success;
    }

    private static async Task DrainAsync(ProxyServer server, ILogger log)
    {
        log.LogInformation("draining for up to {Seconds} s; a second signal stops at once", server.Options.Timeouts.Drain.TotalSeconds);
        var cut = await server.StopAsync();
        if (cut > 0)
        {
            log.LogWarning("connections still busy at the deadline, and cut: {Count}", cut);
        }
    }
}
