using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd;

/// <summary>What the native binary needs, in memory and in room.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class BinaryMemoryTests
{
    private const int Few = 500;
    private const int Many = 5000;
    private const int BytesPerIdleConnection = 1536;

    [Test]
    public void Binary_is_small() => Assert.That(new FileInfo(Repository.Binary).Length, Is.LessThan(12 * 1024 * 1024));

    [Test]
    public async Task Slow_reader_of_a_large_file_costs_little()
    {
        using var origin = await NginxOrigin.StartAsync();
        using var proxy = await BinaryProcess.ListenAsync([origin.Url]);
        using var client = new TcpClient();
        await client.ConnectAsync(proxy.EndPoint);
        await client.GetStream().WriteAsync("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());

        // 100 KiB/s for half a minute, in a hurry for three seconds: what is not taken has to stay at the origin.
        var watched = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("CI") == "true" ? 30 : 3);
        var buffer = new byte[10 * 1024];
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < watched;)
        {
            await client.GetStream().ReadExactlyAsync(buffer);
            await Task.Delay(100);
        }

        Assert.That(proxy.PeakResidentKiB(), Is.LessThan(40 * 1024));
        client.Dispose();
        await Patience.UntilAsync(() => OpenTo(origin.Port) == 0, "the origin's exchange ends with its client");
    }

    [Test]
    public async Task Idle_connection_costs_little()
    {
        using var origin = await NginxOrigin.StartAsync();
        using var proxy = await BinaryProcess.ListenAsync([origin.Url], "ulimit -n $(ulimit -Hn)");
        var clients = new List<Socket>();
        await GrowAsync(proxy, clients, Few);
        var atFew = proxy.ResidentKiB();
        await GrowAsync(proxy, clients, Many);
        var each = (proxy.ResidentKiB() - atFew) * 1024 / (Many - Few);
        clients.ForEach(client => client.Dispose());
        TestContext.Out.WriteLine($"{each} bytes for each idle connection");
        Assert.That(each, Is.LessThanOrEqualTo(BytesPerIdleConnection));
    }

    [Test]
    public async Task Buffers_of_a_burst_go_back()
    {
        using var origin = await NginxOrigin.StartAsync();
        using var proxy = await BinaryProcess.ListenAsync([origin.Url], "ulimit -n $(ulimit -Hn)");
        var clients = new List<Socket>();
        await GrowAsync(proxy, clients, Few);
        var before = proxy.ResidentKiB();

        // A head without its end keeps a buffer, an exchange and a parser busy.
        var burst = new List<Socket>();
        for (var i = 0; i < Many; i++)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(proxy.EndPoint);
            await client.SendAsync("GET /small HTTP/1.1\r\nHost: a\r\nX-Rest:"u8.ToArray());
            burst.Add(client);
        }

        await Patience.UntilAsync(() => proxy.ResidentKiB() - before > Many * 4, "each holds a buffer");
        var peak = proxy.ResidentKiB();
        burst.ForEach(client => client.Dispose());
        await Patience.UntilAsync(() => peak - proxy.ResidentKiB() > Many * 4 * 3 / 4, "the buffers go back", TimeSpan.FromSeconds(60));
        TestContext.Out.WriteLine($"{before} KiB before, {peak} with {Many} busy, {proxy.ResidentKiB()} behind");
        clients.ForEach(client => client.Dispose());
    }

    // One request on each, 64 at a time.
    private static async Task GrowAsync(BinaryProcess proxy, List<Socket> clients, int count)
    {
        while (clients.Count < count)
        {
            var batch = Enumerable.Range(0, Math.Min(64, count - clients.Count)).Select(_ => OneRequestAsync(proxy));
            clients.AddRange(await Task.WhenAll(batch));
        }
    }

    private static async Task<Socket> OneRequestAsync(BinaryProcess proxy)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(proxy.EndPoint);
        await client.SendAsync("GET /small HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
        var received = "";
        var buffer = new byte[1024];
        while (!received.EndsWith(NginxOrigin.Small, StringComparison.Ordinal))
        {
            var count = await client.ReceiveAsync(buffer).WaitAsync(Patience.Time);
            Assert.That(count, Is.Positive, received);
            received += Encoding.ASCII.GetString(buffer, 0, count);
        }

        return client;
    }

    // Established connections to a port of this machine.
    private static int OpenTo(int port)
    {
        var remote = $":{port:X4} 01 ";
        return File.ReadLines("/proc/net/tcp").Count(line => line.Contains(remote, StringComparison.Ordinal));
    }
}
