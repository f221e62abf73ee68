using System.Diagnostics;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd;

/// <summary>The attacks of slowhttptest on the native binary, where that tool is installed.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public partial class SlowHttpTestTests
{
    private const string Tool = "slowhttptest";

    // A thousand connections at once, a probe beside them that waits at most 5 s, 25 seconds at most where it goes on.
    private const string Attack = "-c 1000 -r 1000 -p 5 -l 25 -v 1";
    private const string ShortBounds = """
        "timeouts": { "requestHead": "2s", "clientIdle": "2s", "dataRateGrace": "1s" }, "limits": { "minDataRate": "8KiB" }
        """;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(40);

    [OneTimeSetUp]
    public void RequireTool()
    {
        SlowCrowd.RequireDescriptors(4000);
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, Tool))))
        {
            Assert.Ignore($"{Tool} is not installed.");
        }
    }

    [TestCase("-H -i 1", "/good", TestName = "Slow_headers_end_before_the_attack_does")]
    [TestCase("-B -i 1 -x 8", "/good", TestName = "Slow_body_ends_before_the_attack_does")]
    [TestCase("-X -n 1 -y 1024 -w 512 -z 1024", "/large", TestName = "Slow_read_ends_before_the_attack_does")]
    public async Task Slow_connections_end_before_the_attack_does(string mode, string path)
    {
        using var origin = SlowlorisOrigin.Start();
        var said = await AttackAsync(origin.Address, mode, path);
        Assert.That(said, Does.Contain("No open connections left"));
    }

    [Test]
    public async Task Range_attack_is_answered_by_the_origin()
    {
        using var origin = await NginxOrigin.StartAsync();
        var said = await AttackAsync(origin.Url, "-R", "/large");
        Assert.That(said, Does.Contain("Exit status"));
    }

    // What the tool says, once it and the requests beside it found the proxy at work all the while.
    private static async Task<string> AttackAsync(string origin, string mode, string path)
    {
        using var proxy = await BinaryProcess.ListenConfiguredAsync([origin], ShortBounds, "ulimit -n $(ulimit -Hn)");
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec {Tool} {mode} {Attack} -u http://{proxy.EndPoint}{path}");
        using var attack = Process.Start(start)!;
        var output = attack.StandardOutput.ReadToEndAsync();
        var errors = attack.StandardError.ReadToEndAsync();
        try
        {
            var said = Colors().Replace(await output.WaitAsync(Bound) + await errors.WaitAsync(Bound), "");
            TestContext.Out.WriteLine($"{said[Math.Max(0, said.LastIndexOf("Test ended", StringComparison.Ordinal))..].Trim()}; peak {proxy.PeakResidentKiB() / 1024} MiB");
            Assert.That(said, Does.Contain("service available:   YES").And.Not.Contain("service available:   NO"));
            Assert.That(proxy.HasExited, Is.False, proxy.Output);
            return said;
        }
        finally
        {
            if (!attack.HasExited)
            {
                attack.Kill();
            }
        }
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*[A-Za-z]")]
    private static partial Regex Colors();
}
