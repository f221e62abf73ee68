using System.Diagnostics;
using System.Runtime.InteropServices;
using Proxy.Benchmarks.Compare.Machine;

namespace Proxy.Benchmarks.Compare.Servers;

/// <summary>A running server, perhaps pinned to a core; disposing stops it and its workers.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly LineTail _tail = new(20);

    private ServerProcess(ServerLaunch launch, Process process)
    {
        Launch = launch;
        _process = process;
        Tree = new ProcessTree(process.Id);
    }

    public ServerLaunch Launch { get; }

    public ProcessTree Tree { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines it wrote, for a message.</summary>
    public string LastLines => _tail.ToString();

    public static ServerProcess Start(ServerLaunch launch, int? core)
    {
        var start = Pinning.StartInfo(launch.Program, launch.Arguments, core);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in launch.Environment)
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        process.Start();
        var server = new ServerProcess(launch, process);

        // Drained all the time: a server that logs must not block on a full pipe.
        process.OutputDataReceived += (_, line) => server._tail.Add(line.Data);
        process.ErrorDataReceived += (_, line) => server._tail.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Sends a signal, by its number, to the process that was started; not to its workers.</summary>
    public void Signal(int signal)
    {
        if (!_process.HasExited)
            _ = SendSignal(_process.Id, signal);
    }

    public Task WaitForExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(Terminate);
            using var limit = new CancellationTokenSource(StopLimit);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    // Process.Kill sends SIGKILL, which would leave workers without their master.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
