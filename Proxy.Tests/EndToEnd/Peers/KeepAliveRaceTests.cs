using System.Net;
using System.Text.Json;
using NUnit.Framework;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>A Node origin that ends idle connections just when they are needed again: the client never learns of it.</summary>
[TestFixture("epoll")]
[TestFixture("managed")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class KeepAliveRaceTests(string transport) : PeerScenario(transport)
{
    private const int Seed = 4711;
    private const int Clients = 16;
    private const int KeepAliveMilliseconds = 20;
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(2);

    [SetUp]
    public void RequireNode() => NodeProcess.Require();

    [Test]
    public async Task Connections_closed_when_idle_cost_no_request()
    {
        using var origin = await NodeProcess.StartOriginAsync("http-origin.js", new { keepAliveTimeout = KeepAliveMilliseconds });
        await LoadAsync(origin);
    }

    [Test]
    public async Task Connections_closed_after_some_requests_cost_no_request()
    {
        using var origin = await NodeProcess.StartOriginAsync("http-origin.js", new { maxRequestsPerSocket = 3 });
        await LoadAsync(origin);
    }

    private Task LoadAsync(NodeProcess origin) => ThroughProxyAsync(origin.Url, async proxy =>
    {
        using var client = new HttpClient { BaseAddress = proxy.Url };
        var requests = await AskInWavesAsync(client);
        using var counts = JsonDocument.Parse(await client.GetStringAsync("/counts"));
        var connections = counts.RootElement.GetProperty("connections").GetInt32();
        TestContext.Out.WriteLine($"{requests} requests, {connections} connections");
        Assert.That(connections, Is.GreaterThan(100), "there was a race to win");
        Assert.That(requests, Is.GreaterThan(connections), "connections were used again");
    }, poolIdle: "1s");

    // All at once, then a pause of about the origin's own patience: each request of the next wave may meet the end of its connection.
    private static async Task<int> AskInWavesAsync(HttpClient client)
    {
        var random = new Random(Seed);
        var requests = 0;
        for (var until = DateTime.UtcNow + LoadTime; DateTime.UtcNow < until; requests += Clients)
        {
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAsync(client)));
            await Task.Delay(KeepAliveMilliseconds + random.Next(-8, 3));
        }

        return requests;
    }

    private static async Task AskAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/hello");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"seed {Seed}");
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("hello"));
    }
}
