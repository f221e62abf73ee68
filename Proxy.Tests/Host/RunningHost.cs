using NUnit.Framework;
using Proxy.Host;

namespace Proxy.Tests.Host;

/// <summary>The program running inside the test's process until it is told to stop.</summary>
internal sealed class RunningHost : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly LineWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly Task<int> _running;

    public RunningHost(params string[] args) => _running = HostApp.InvokeAsync(args, _output, _error, _stop.Token);

    public string Error => _error.ToString();

    /// <summary>Waits for a line of the output that begins so, and returns it.</summary>
    public async Task<string> LineAsync(string start)
    {
        var line = _output.LineAsync(start);
        Assert.That(await Task.WhenAny(line, _running).WaitAsync(Patience), Is.SameAs(line), () => $"The host has ended. {Error}");
        return await line;
    }

    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running.WaitAsync(Patience);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _output.Dispose();
        _error.Dispose();
    }
}
