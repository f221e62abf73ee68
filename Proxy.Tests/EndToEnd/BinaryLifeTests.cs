using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd;

/// <summary>Starting, stopping and failing to start, as an operator sees it.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class BinaryLifeTests
{
    [Test]
    public void Start_takes_less_than_50_ms()
    {
        // The best of a few: what the machine does beside is not the binary's.
        var best = Enumerable.Range(0, 7).Min(_ => TimeStart());
        TestContext.Out.WriteLine($"{best.TotalMilliseconds:F1} ms to the first connection");
        Assert.That(best, Is.LessThan(TimeSpan.FromMilliseconds(50)));
    }

    [TestCase(">&- 2>&-")]
    [TestCase("2>/dev/full")]
    public async Task Output_that_cannot_be_written_is_no_crash(string redirection)
    {
        var (exitCode, output) = await BinaryProcess.RunShellAsync($"exec \"$0\" run --listen 127.0.0.1:x --to http://127.0.0.1:1 {redirection}");
        Assert.That(exitCode, Is.EqualTo(1).Or.EqualTo(2), output);
        Assert.That(output, Does.Not.Contain("Unhandled"));
    }

    // From the start of the process to the first connection it takes.
    private static TimeSpan TimeStart()
    {
        var port = NginxOrigin.FreePort();
        var watch = Stopwatch.StartNew();
        string[] args = ["run", "--listen", $"127.0.0.1:{port}", "--to", "http://127.0.0.1:1"];
        using var process = Process.Start(new ProcessStartInfo(Repository.Binary, args) { RedirectStandardOutput = true })!;
        while (!Connects(port))
        {
            Assert.That(watch.Elapsed, Is.LessThan(Patience.Time));
        }

        var time = watch.Elapsed;
        process.Kill();
        process.WaitForExit();
        return time;
    }

    private static bool Connects(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(System.Net.IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [Test]
    public async Task Taken_port_is_one_clear_line()
    {
        using var first = await BinaryProcess.ListenAsync(["http://127.0.0.1:1"]);
        var (exitCode, output) = await BinaryProcess.RunAsync("run", "--listen", $"127.0.0.1:{first.Port}", "--to", "http://127.0.0.1:1");
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output.Split('\n'), Has.Length.EqualTo(1));
        Assert.That(output, Does.Contain("in use"));
    }

    [Test]
    public async Task Termination_lets_an_answer_finish([Values(BinaryProcess.Terminate, BinaryProcess.Interrupt)] int signal)
    {
        await using var origin = new GatedOrigin();
        using var proxy = await BinaryProcess.ListenAsync([origin.Url]);
        using var busy = await ConnectAsync(proxy);
        using var idle = await ConnectAsync(proxy);
        await SendAsync(busy, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await origin.Arrived.WaitAsync(Patience.Time);

        proxy.Signal(signal);
        Assert.That(await ReadToEndAsync(idle), Is.Empty, "the idle connection ends at once");
        Assert.That(proxy.HasExited, Is.False);

        origin.Answer();
        var response = await ReadToEndAsync(busy);
        Assert.That(response, Does.StartWith("HTTP/1.1 200 ").And.Contain("Connection: close").And.EndWith("done"));
        Assert.That(await proxy.EndAsync(), Is.Zero);
    }

    [Test]
    public async Task Second_signal_ends_at_once()
    {
        await using var origin = new GatedOrigin();
        using var proxy = await BinaryProcess.ListenAsync([origin.Url]);
        using var busy = await ConnectAsync(proxy);
        await SendAsync(busy, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await origin.Arrived.WaitAsync(Patience.Time);
        using var idle = await ConnectAsync(proxy);

        proxy.Signal(BinaryProcess.Terminate);
        await ReadToEndAsync(idle);
        proxy.Signal(BinaryProcess.Terminate);
        Assert.That(await proxy.EndAsync(), Is.EqualTo(128 + BinaryProcess.Terminate));
    }

    [Test]
    public async Task Few_descriptors_shed_connections_and_never_the_process()
    {
        using var origin = await NginxOrigin.StartAsync();
        using var proxy = await BinaryProcess.ListenAsync([origin.Url], "ulimit -n 64");
        var crowd = new List<TcpClient>();
        for (var i = 0; i < 100; i++)
        {
            crowd.Add(await ConnectAsync(proxy));
        }

        // Those past the limit are told, or refused by the kernel's queue; whoever got in is served.
        await SendAsync(crowd[0], "GET /small HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.That(await ReadToEndAsync(crowd[0]), Does.StartWith("HTTP/1.1 200 "));
        Assert.That(await ReadToEndAsync(crowd[^1]), Does.StartWith("HTTP/1.1 503 "));
        crowd.ForEach(client => client.Dispose());

        await Patience.UntilAsync(() => Serves(proxy), "the binary serves again");
    }

    private static bool Serves(BinaryProcess proxy)
    {
        using var client = ConnectAsync(proxy).GetAwaiter().GetResult();
        SendAsync(client, "GET /small HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").GetAwaiter().GetResult();
        return ReadToEndAsync(client).GetAwaiter().GetResult().StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
    }

    private static async Task<TcpClient> ConnectAsync(BinaryProcess proxy)
    {
        var client = new TcpClient();
        await client.ConnectAsync(proxy.EndPoint);
        return client;
    }

    private static async Task SendAsync(TcpClient client, string text)
    {
        try
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        }
        catch (IOException)
        {
            // The proxy has closed already: what it said before can still be read.
        }
    }

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        var bytes = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(bytes).WaitAsync(Patience.Time);
        }
        catch (IOException)
        {
            // A reset ends it as well.
        }

        return Encoding.ASCII.GetString(bytes.ToArray());
    }
}
