using System.Globalization;
using System.Text.Json;
using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>Server-sent events of a Node origin, one each 100 ms.</summary>
[TestFixture("epoll")]
[TestFixture("managed")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class EventStreamTests(string transport) : PeerScenario(transport)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _client = new();
    private NodeProcess _origin = null!;

    [OneTimeSetUp]
    public async Task StartOrigin()
    {
        NodeProcess.Require();
        _origin = await NodeProcess.StartOriginAsync("http-origin.js");
    }

    [OneTimeTearDown]
    public void StopOrigin()
    {
        _origin?.Dispose();
        _client.Dispose();
    }

    [Test]
    public Task Each_event_arrives_before_the_next_is_sent() => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        const int events = 20;
        using var reader = new StreamReader(await OpenAsync(proxy, events));
        var latencies = new List<TimeSpan>();
        while (await reader.ReadLineAsync().WaitAsync(Patience.Time) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var sent = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(line.AsSpan(6), CultureInfo.InvariantCulture));
                latencies.Add(DateTimeOffset.UtcNow - sent);
            }
        }

        TestContext.Out.WriteLine(string.Join(' ', latencies.Select(latency => $"{latency.TotalMilliseconds:F0}")));
        Assert.That(latencies, Has.Count.EqualTo(events));

        // One held back until the next is sent would be late by an interval each time; once a busy machine may be.
        Assert.That(latencies.Order().ElementAt(events / 2), Is.LessThan(Interval * 0.8));
        Assert.That(latencies, Has.All.LessThan(Interval * 10));
    });

    [Test]
    public Task Leaving_client_ends_the_stream_at_the_origin() => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => OpenAsync(proxy, 1_000)));
        foreach (var stream in streams)
        {
            await stream.ReadExactlyAsync(new byte[16]).AsTask().WaitAsync(Patience.Time);
        }

        Assert.That(OpenStreams(), Is.EqualTo(20));
        Array.ForEach(streams, stream => stream.Dispose());
        await Patience.UntilAsync(() => OpenStreams() == 0, "the origin knows that nobody listens");
    });

    // From the response's head on, which comes before the first event.
    private async Task<Stream> OpenAsync(BinaryProcess proxy, int events)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(proxy.Url, $"/events?n={events}"));
        request.Headers.ConnectionClose = true;
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience.Time);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
        return await response.Content.ReadAsStreamAsync();
    }

    private int OpenStreams() =>
        JsonDocument.Parse(_client.GetStringAsync($"{_origin.Url}/counts").GetAwaiter().GetResult()).RootElement.GetProperty("events").GetInt32();
}
