using System.Diagnostics;
using NUnit.Framework;
using Proxy.Benchmarks.Compare.Load;
using Proxy.Tests.EndToEnd.Peers;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd.Reload;

/// <summary>wrk at full load until it is told to end.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class WrkLoad : IDisposable
{
    private const string Longest = "600s";

    private readonly Process _process;
    private readonly Task<string> _output;

    private WrkLoad(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    public static WrkLoad Start(Uri url, int connections)
    {
        LoadTool.RequireWrk();
        string[] arguments = ["-t", "1", "-c", $"{connections}", "-d", Longest, "--latency", $"{url}"];
        return new(Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!);
    }

    /// <summary>Ends it; how many requests it sent, all of which have to have been answered well.</summary>
    public async Task<WrkResult> EndAsync()
    {
        Assert.That(_process.HasExited, Is.False, "wrk has ended by itself");
        BinaryProcess.Signal(_process.Id, BinaryProcess.Interrupt);
        var output = await _output.WaitAsync(Patience.Time);
        TestContext.Out.WriteLine(output);
        return WrkOutput.Parse(output);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
