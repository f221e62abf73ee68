using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>A script of the folder <c>Node</c>, run by Node. It takes one argument, an object, and answers in lines.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class NodeProcess : IDisposable
{
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(60);
    private static readonly string Folder = Path.Combine(Repository.Root, "Proxy.Tests", "EndToEnd", "Peers", "Node");

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];
    private readonly ConcurrentQueue<string> _errors = new();

    private NodeProcess(string script, object options)
    {
        string[] arguments = [Path.Combine(Folder, script), JsonSerializer.Serialize(options)];
        _process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where a script that is an origin listens.</summary>
    public int Port { get; private set; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Skips the test where Node is missing, or the packages of its registry that a script uses.</summary>
    public static void Require(string? package = null)
    {
        Tool.Require("node", "nodejs");
        if (package is not null)
        {
            var isThere = Directory.Exists(Path.Combine(Folder, "node_modules", package));
            Tool.Require(isThere, $"Node's package {package} is not installed; ./build.sh test installs it where npm (Debian's package npm) can");
        }
    }

    /// <summary>Starts an origin and waits until it listens.</summary>
    public static async Task<NodeProcess> StartOriginAsync(string script, object? options = null)
    {
        var origin = Start(script, options ?? new { });
        var said = (await origin.NextLineAsync()).Split(' ');
        Assert.That(said[0], Is.EqualTo("listening"));
        origin.Port = int.Parse(said[1], CultureInfo.InvariantCulture);
        return origin;
    }

    public static NodeProcess Start(string script, object options) => new(script, options);

    /// <summary>Runs a script to its end; what it printed last.</summary>
    public static async Task<JsonElement> RunAsync(string script, object options)
    {
        using var run = Start(script, options);
        var result = await run.NextJsonAsync();
        await run._process.WaitForExitAsync().WaitAsync(Patience.Time);
        return result;
    }

    /// <summary>The next line it prints.</summary>
    public Task<string> NextLineAsync() => Task.Run(() =>
        _lines.TryTake(out var line, RunTime) ? line : throw new TimeoutException($"The script says nothing.\n{string.Join('\n', _errors)}"));

    public async Task<JsonElement> NextJsonAsync()
    {
        using var document = JsonDocument.Parse(await NextLineAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Gives it a line.</summary>
    public void Tell(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>Ends it without a chance to say good-bye.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _lines.Dispose();
    }

    // The end of its output ends the waiting for a line as well.
    private void Take(string? line)
    {
        if (line is null)
        {
            _lines.CompleteAdding();
        }
        else
        {
            _lines.Add(line);
        }
    }
}
