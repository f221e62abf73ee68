using System.Net;
using NUnit.Framework;

namespace Proxy.Tests.EndToEnd;

/// <summary>The native binary between a client and a real nginx.</summary>
[Platform("Linux")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class BinaryForwardingTests
{
    private readonly HttpClient _client = new();
    private NginxOrigin _origin = null!;

    [OneTimeSetUp]
    public async Task StartOrigin() => _origin = await NginxOrigin.StartAsync();

    [OneTimeTearDown]
    public void StopOrigin()
    {
        _origin.Dispose();
        _client.Dispose();
    }

    [Test]
    public async Task Small_and_large_responses_come_whole([Values("epoll", "managed")] string transport)
    {
        using var proxy = await BinaryProcess.ListenAsync([_origin.Url], more: ["--transport", transport, "--threads", "2"]);
        Assert.That(await _client.GetStringAsync(new Uri(proxy.Url, "/small")), Is.EqualTo(NginxOrigin.Small));
        var fetches = Enumerable.Range(0, 32).Select(_ => _client.GetByteArrayAsync(new Uri(proxy.Url, "/large")));
        foreach (var body in await Task.WhenAll(fetches))
        {
            Assert.That(body.AsSpan().SequenceEqual(_origin.Large), Is.True);
        }
    }

    [Test]
    public async Task Origin_learns_who_asks_and_nothing_forged()
    {
        using var proxy = await BinaryProcess.ListenAsync([_origin.Url]);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(proxy.Url, "/echo"));
        request.Headers.Add("X-Forwarded-For", "6.6.6.6");
        request.Headers.Host = "shop.example";
        using var response = await _client.SendAsync(request);
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Match("^127\\.0\\.0\\.1\\|http\\|shop\\.example\\|1\\.1 proxy-[0-9a-f]{8}\\|shop\\.example$"));
        Assert.That(response.Headers.Contains("Server"), Is.False);
    }

    [Test]
    public async Task Dead_endpoint_costs_no_request()
    {
        using var proxy = await BinaryProcess.ListenAsync([_origin.Url, $"http://127.0.0.1:{NginxOrigin.FreePort()}"]);
        for (var i = 0; i < 10; i++)
        {
            Assert.That(await _client.GetStringAsync(new Uri(proxy.Url, "/small")), Is.EqualTo(NginxOrigin.Small));
        }
    }

    [Test]
    public async Task Dead_origin_is_a_bad_gateway_that_names_nobody()
    {
        var dead = NginxOrigin.FreePort();
        using var proxy = await BinaryProcess.ListenAsync([$"http://127.0.0.1:{dead}"]);
        using var response = await _client.GetAsync(proxy.Url);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That($"{response}{await response.Content.ReadAsStringAsync()}", Does.Not.Contain(dead.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}
