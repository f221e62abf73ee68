using System.Text.Json;
using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>WebSocket (RFC 6455) between the client and the server of Node's <c>ws</c>.</summary>
[TestFixture("epoll")]
[TestFixture("managed")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class WebSocketTests(string transport) : PeerScenario(transport)
{
    private const int Seed = 20250;

    private NodeProcess _origin = null!;

    [SetUp]
    public async Task StartOrigin()
    {
        NodeProcess.Require("ws");
        _origin = await NodeProcess.StartOriginAsync("websocket-origin.js");
    }

    [TearDown]
    public void StopOrigin() => _origin?.Dispose();

    [Test]
    public async Task Ten_thousand_messages_pass_both_ways([Values] bool deflate)
    {
        var talk = await TalkAsync(connections: 1, messages: 10_000, deflate);

        // The mix was what it is said to be.
        Assert.That(Counted(talk, "largest"), Is.EqualTo(1 << 20));
        Assert.That(Counted(talk, "empty"), Is.Positive);
        Assert.That(Counted(talk, "fragmented"), Is.GreaterThan(500));
    }

    [Test]
    public async Task Fifty_connections_talk_at_once() =>
        await TalkAsync(connections: 50, messages: 64, deflate: false);

    [Test]
    public Task Both_sides_learn_how_it_was_closed() => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        var told = await NodeProcess.RunAsync("websocket-closes.js", new { url = WebSocketUrl(proxy) });
        Assert.That(Close(told, "normal"), Is.EqualTo(("1000 ", "1000 ")));
        Assert.That(Close(told, "application"), Is.EqualTo(("3001 moved on", "3001 moved on")));
        Assert.That(Close(told, "silent"), Is.EqualTo(("1005 ", "1005 ")));
        Assert.That(Close(told, "cut"), Is.EqualTo(("1006 ", "1006 ")));
        Assert.That(told.GetProperty("originNormal").GetString(), Is.EqualTo("1000 closed by the origin"));
        Assert.That(told.GetProperty("originApplication").GetString(), Is.EqualTo("3001 closed by the origin"));
        Assert.That(told.GetProperty("originCut").GetString(), Is.EqualTo("1006 "));
    });

    [Test]
    public Task Death_of_the_origin_is_an_abnormal_end_for_all() => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        using var crowd = NodeProcess.Start("websocket-crowd.js", new { url = WebSocketUrl(proxy), connections = 50 });
        Assert.That(await crowd.NextLineAsync(), Is.EqualTo("open"));
        _origin.Kill();
        var codes = (await crowd.NextJsonAsync()).EnumerateArray().Select(code => code.GetInt32());
        Assert.That(codes, Is.EqualTo(Enumerable.Repeat(1006, 50)));
    });

    [Test]
    public Task Reader_that_pauses_holds_the_origin_back_and_misses_nothing() => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        const int messages = 96;
        using var reader = NodeProcess.Start("websocket-slow-reader.js", new { url = WebSocketUrl(proxy) });
        Assert.That(await reader.NextLineAsync(), Is.EqualTo("paused"));
        using var client = new HttpClient { BaseAddress = proxy.Url };
        long Flooded() => long.Parse(client.GetStringAsync("/flooded").GetAwaiter().GetResult(), null);
        await Patience.UntilStillAsync(Flooded, "the origin is held back");
        Assert.That(Flooded(), Is.LessThan(messages * 3 / 4));
        Assert.That(proxy.ResidentKiB(), Is.LessThan(40 * 1024));

        reader.Tell("go on");
        var read = await reader.NextJsonAsync();
        Assert.That(read.GetRawText(), Is.EqualTo($$"""{"messages":{{messages}},"wrong":0,"code":1000}"""));
    });

    private async Task<JsonElement> TalkAsync(int connections, int messages, bool deflate)
    {
        JsonElement talk = default;
        await ThroughProxyAsync(_origin.Url, async proxy =>
        {
            var url = WebSocketUrl(proxy) + (deflate ? "/echo?deflate" : "/echo");
            talk = await NodeProcess.RunAsync("websocket-talk.js", new { url, connections, count = messages, seed = Seed, deflate });
            TestContext.Out.WriteLine(talk);
            Assert.That(talk.GetProperty("failures").EnumerateArray(), Is.Empty);
            Assert.That(Counted(talk, "messages"), Is.EqualTo(connections * messages));
            Assert.That(Counted(talk, "pings"), Is.EqualTo(connections * (messages / 50)));
            Assert.That(Counted(talk, "pongs"), Is.EqualTo(Counted(talk, "pings")));
            Assert.That(Counted(talk, "originPongs"), Is.EqualTo(connections * (messages / 64)));
            Assert.That(Counted(talk, "deflated"), Is.EqualTo(deflate ? connections : 0));
            Assert.That(talk.GetProperty("closes").GetRawText(), Is.EqualTo($$"""{"1000":{{connections}}}"""));
        });
        return talk;
    }

    private static int Counted(JsonElement talk, string name) => talk.GetProperty(name).GetInt32();

    private static string WebSocketUrl(BinaryProcess proxy) => $"ws://127.0.0.1:{proxy.Port}";

    private static (string? Client, string? Origin) Close(JsonElement told, string name) =>
        (told.GetProperty(name).GetProperty("client").GetString(), told.GetProperty(name).GetProperty("origin").GetString());
}
