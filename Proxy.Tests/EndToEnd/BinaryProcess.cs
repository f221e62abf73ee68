using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd;

/// <summary>The native binary as a user starts it.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed partial class BinaryProcess : IDisposable
{
    public const int Terminate = 15;
    public const int Interrupt = 2;
    public const int HangUp = 1;
    public const int User1 = 10;

    private readonly Process _process;
    private readonly List<string> _lines = [];

    private BinaryProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The port the system chose for it.</summary>
    public int Port { get; private set; }

    public Uri Url => new($"http://127.0.0.1:{Port}");

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    public bool HasExited => _process.HasExited;

    /// <summary>Everything printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] args)
    {
        using var run = new BinaryProcess(Start($"exec \"$0\" \"$@\"", args));
        return (await run.EndAsync(), run.Output);
    }

    /// <summary>Runs a shell command to its end; <c>$0</c> is the binary.</summary>
    public static async Task<(int ExitCode, string Output)> RunShellAsync(string command)
    {
        using var run = new BinaryProcess(Start(command, []));
        return (await run.EndAsync(), run.Output);
    }

    /// <summary>Starts it in front of an origin and waits until it listens.</summary>
    /// <param name="origins">Where it forwards to.</param>
    /// <param name="limit">A shell command that comes first, as <c>ulimit -n 64</c>.</param>
    /// <param name="more">Further arguments.</param>
    public static Task<BinaryProcess> ListenAsync(string[] origins, string limit = "true", params string[] more) =>
        ListenAsync(["run", "--listen", "127.0.0.1:0", .. origins.SelectMany(origin => new[] { "--to", origin }), .. more], limit);

    /// <summary>Starts it with a configuration file and waits until it listens.</summary>
    /// <param name="origins">Where it forwards to.</param>
    /// <param name="keys">Members of the file beside the listener, the route and the upstream.</param>
    /// <param name="limit">A shell command that comes first.</param>
    public static async Task<BinaryProcess> ListenConfiguredAsync(string[] origins, string keys, string limit = "true")
    {
        var file = Path.GetTempFileName();
        try
        {
            var endpoints = string.Join(", ", origins.Select(origin => $"\"{origin}\""));
            await File.WriteAllTextAsync(file, $$"""
                {
                  "listeners": { "web": { "address": "127.0.0.1:0" } },
                  "routes": [ { "upstream": "site" } ],
                  "upstreams": { "site": { "endpoints": [ {{endpoints}} ] } },
                  {{keys}}
                }
                """);
            return await ListenAsync(["run", "--config", file], limit);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Starts it with a configuration file that stays, and waits until it listens.</summary>
    public static Task<BinaryProcess> ListenFileAsync(string path, string limit = "true") => ListenAsync(["run", "--config", path], limit);

    /// <summary>Starts it with a file of the repository and waits until it listens.</summary>
    /// <param name="path">The file, from the repository's root.</param>
    /// <param name="environment">Variables it is given.</param>
    public static Task<BinaryProcess> ListenWithFileAsync(string path, params IEnumerable<(string Name, string Value)> environment)
    {
        var exports = environment.Select(variable => $"export {variable.Name}='{variable.Value}'");
        return ListenFileAsync(Path.Combine(Repository.Root, path), string.Join("; ", exports.Prepend("true")));
    }

    private static async Task<BinaryProcess> ListenAsync(string[] args, string limit)
    {
        var run = new BinaryProcess(Start($"{limit}; exec \"$0\" \"$@\"", args));
        await Patience.UntilAsync(() => run.HasExited || run.FindPort(), "the binary listens");
        Assert.That(run.HasExited, Is.False, () => run.Output);
        return run;
    }

    public void Signal(int signal) => Signal(_process.Id, signal);

    /// <summary>Sends a signal to any process that the test started.</summary>
    public static void Signal(int process, int signal) => Assert.That(Kill(process, signal), Is.Zero);

    /// <summary>Waits for its end and returns the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience.Time);
        return _process.ExitCode;
    }

    /// <summary>Resident memory in KiB.</summary>
    public long ResidentKiB() => Status("VmRSS:");

    /// <summary>The most memory that was ever resident, in KiB.</summary>
    public long PeakResidentKiB() => Status("VmHWM:");

    /// <summary>Descriptors open now.</summary>
    public int Descriptors() => Directory.GetFiles($"/proc/{_process.Id}/fd").Length;

    /// <summary>Sockets among them, its listener included.</summary>
    public int Connections() => Directory.GetFiles($"/proc/{_process.Id}/fd")
        .Count(path => TryReadLink(path)?.StartsWith("socket:", StringComparison.Ordinal) ?? false);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static Process Start(string script, string[] args)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in (string[])["-c", script, Repository.Binary, .. args])
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }

    // Null where it was closed meanwhile.
    private static string? TryReadLink(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private long Status(string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(each => each.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    // It says itself where it listens: a port found free before its start may be taken by then.
    private bool FindPort()
    {
        var line = ListeningLine().Match(Output);
        Port = line.Success ? int.Parse(line.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 0;
        return line.Success;
    }

    [GeneratedRegex(@"^listening on http://127\.0\.0\.1:(\d+) ", RegexOptions.Multiline)]
    private static partial Regex ListeningLine();

    private void Add(string? line)
    {
        if (line is not null)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
