using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Proxy.Host.Control;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd.Reload;

/// <summary>Two hundred reloads of the native binary at full load: nobody may notice.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed partial class ReloadUnderLoadTests
{
    private const int Reloads = 200;
    private const int WarmReloads = 20;
    private const int Chatting = 500;
    private const int GrowthKiB = 4 * 1024;

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenReloads = TimeSpan.FromMilliseconds(25);

    [Test]
    public async Task Two_hundred_reloads_lose_no_request_and_no_connection_and_keep_no_memory()
    {
        using var nginx = await NginxOrigin.StartAsync();
        using var chatOrigin = new ChatOrigin();
        var (one, two) = (One(nginx.Port, chatOrigin.Address), Two(nginx.Port, chatOrigin.Address));
        using var file = new ConfigFile(two);
        using var proxy = await BinaryProcess.ListenFileAsync(file.Path, "ulimit -n $(ulimit -Hn)");

        // Half of them come through a listener that every other reload takes away.
        var chat = new Chat(Rest);
        chat.Join(proxy.EndPoint, Chatting / 2);
        chat.Join(IPEndPoint.Parse(SideListener().Match(proxy.Output).Groups[1].Value), Chatting / 2);
        await Patience.UntilAsync(() => chat.Open == Chatting || chat.Failures.Any(), "all connections are upgraded");
        using var wrk = WrkLoad.Start(new Uri(proxy.Url, "/small"), connections: 64);
        await Task.Delay(500);

        var control = new ControlClient(Path.Combine(RunDirectory.Own!, RunDirectory.FileName(file.Path)));
        var (watch, warm) = (Stopwatch.StartNew(), 0L);
        for (var i = 1; i <= Reloads; i++)
        {
            file.Write(i % 2 == 1 ? one : two);
            var reply = await control.SendAsync("POST", "/reload", Patience.Time, CancellationToken.None);
            Assert.That(reply.Status, Is.EqualTo(200), reply.Body);
            await Task.Delay(BetweenReloads);
            warm = i == WarmReloads ? proxy.ResidentKiB() : warm;
        }

        // What the last ones left behind is collected within seconds, under load as well.
        var seconds = watch.Elapsed.TotalSeconds;
        await Patience.UntilAsync(() => proxy.ResidentKiB() - warm < GrowthKiB, $"the memory is as after {WarmReloads} reloads: {warm} KiB");
        var resident = proxy.ResidentKiB();
        var status = (await control.SendAsync("GET", "/status", Patience.Time, CancellationToken.None)).Root;
        var load = await wrk.EndAsync();
        TestContext.Out.WriteLine($"{Reloads} reloads in {seconds:F1} s, {load.Requests} requests, {chat.Messages} messages, {warm} → {resident} KiB\n{status}");
        Assert.That(chat.Failures, Is.Empty);
        await chat.EndAsync();
        Assert.That(load.Problems, Is.Null, "what wrk says of errors");
        Assert.That(load.Requests, Is.GreaterThan(Reloads * 10), "requests under way at every reload");
        Assert.That(chat.Messages, Is.GreaterThan(Chatting * 4), "messages of each connection while reloads happened");
        Assert.That(Statistic(status, "tunnelsOpen"), Is.EqualTo(Chatting));
        Assert.That(status.GetProperty("reloads").GetProperty("succeeded").GetInt32(), Is.EqualTo(Reloads));
        Assert.That(status.GetProperty("statistics").GetProperty("errors").EnumerateObject(), Is.Empty);
        Assert.That(Statistic(status, "faults"), Is.Zero);
        proxy.Signal(BinaryProcess.Terminate);
        Assert.That(await proxy.EndAsync(), Is.Zero);
    }

    // The same origins under other names, other routes, other bounds, and a listener more.
    private static string One(int nginx, string chat) => $$"""
        {
          "listeners": { "web": { "address": "127.0.0.1:0", "backlog": 1000 } },
          "routes": [ { "path": "/chat", "upstream": "chat" }, { "upstream": "site" } ],
          "upstreams": { "site": { "endpoints": [ "127.0.0.1:{{nginx}}" ] }, "chat": { "endpoints": [ "{{chat}}" ] } },
          "threads": 2
        }
        """;

    private static string Two(int nginx, string chat) => $$"""
        {
          "listeners": { "web": { "address": "127.0.0.1:0" }, "side": { "address": "127.0.0.1:0" } },
          "routes": [
            { "path": "/other/*", "upstream": "site" }, { "hosts": [ "*.example.org" ], "upstream": "site" },
            { "path": "/chat", "upstream": "talk" }, { "upstream": "pages" } ],
          "upstreams": {
            "pages": { "endpoints": [ "127.0.0.1:{{nginx}}", { "address": "localhost:{{nginx}}", "weight": 2 } ], "maxConnections": 1000 },
            "site": { "endpoints": [ "127.0.0.1:{{nginx}}" ], "maxIdleConnections": 100 },
            "talk": { "endpoints": [ "{{chat}}" ] } },
          "limits": { "maxFields": 50, "maxHeaderBytes": "8KiB" }, "timeouts": { "keepAlive": "30s", "upstreamResponseHead": "20s" },
          "threads": 2
        }
        """;

    private static long Statistic(JsonElement status, string name) => status.GetProperty("statistics").GetProperty(name).GetInt64();

    [GeneratedRegex(@"^listening on http://127\.0\.0\.1:\d+ .*\nlistening on http://(127\.0\.0\.1:\d+) ", RegexOptions.Multiline)]
    private static partial Regex SideListener();
}
