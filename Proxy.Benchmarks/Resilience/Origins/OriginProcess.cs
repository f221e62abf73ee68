using System.Globalization;
using Proxy.Benchmarks.Compare.Servers;
using Proxy.Benchmarks.Resilience.Wire;

namespace Proxy.Benchmarks.Resilience.Origins;

/// <summary>An origin as the command sees it: a process that comes and goes, and a ledger that stays.</summary>
internal sealed class OriginProcess : IAsyncDisposable
{
    private const int KillSignal = 9, ContinueSignal = 18, StopSignal = 19, TerminateSignal = 15;
    private readonly string _ledgerPath;
    private readonly string _name;
    private readonly int? _core;
    private ServerProcess? _server;

    /// <param name="directory">Where its ledger goes.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="requests">The highest number of a request.</param>
    /// <param name="core">The core it is pinned to; null for anywhere.</param>
    public OriginProcess(string directory, string name, int requests, int? core)
    {
        _name = name;
        _core = core;
        _ledgerPath = Path.Combine(Directory.CreateDirectory(directory).FullName, name + ".ledger");
        Ledger = Ledger.Create(_ledgerPath, requests);
        Port = FreePorts.Take(1)[0];
    }

    public Ledger Ledger { get; }

    public int Port { get; }

    /// <summary>Starts it, and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _server = ServerProcess.Start(
            new ServerLaunch
            {
                Name = _name,
                Program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                Arguments =
                [
                    "exec", typeof(OriginProcess).Assembly.Location, OriginProgram.Verb, Port.ToString(CultureInfo.InvariantCulture), _ledgerPath,
                ],
                Port = Port,
            },
            _core);
        await Readiness.WaitAsync(_server, Traffic.ProbePath, Traffic.ShortBytes, cancellation);
    }

    /// <summary>Ends it at once, with whatever it was at.</summary>
    public Task KillAsync(CancellationToken cancellation) => EndAsync(KillSignal, cancellation);

    /// <summary>Has it end as servers do.</summary>
    public Task TerminateAsync(CancellationToken cancellation) => EndAsync(TerminateSignal, cancellation);

    public void Pause() => _server?.Signal(StopSignal);

    public void Continue() => _server?.Signal(ContinueSignal);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // One that is stopped would not hear that it shall end.
            Continue();
            Ledger.MustBeDeaf = false;
            await _server.DisposeAsync();
        }

        Ledger.Dispose();
        File.Delete(_ledgerPath);
    }

    private async Task EndAsync(int signal, CancellationToken cancellation)
    {
        if (_server is not { } server)
            return;
        server.Signal(signal);
        await server.WaitForExitAsync(cancellation);
        await server.DisposeAsync();
        _server = null;
    }
}
