using NUnit.Framework;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>Load generators in front, nginx behind: not one request is lost.</summary>
[TestFixture("epoll")]
[TestFixture("managed")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class LoadToolTests(string transport) : PeerScenario(transport)
{
    private NginxOrigin _origin = null!;

    [OneTimeSetUp]
    public async Task StartOrigin() => _origin = await NginxOrigin.StartAsync();

    [OneTimeTearDown]
    public void StopOrigin() => _origin.Dispose();

    [Test]
    public Task H2load_gets_every_response() => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        LoadTool.RequireH2Load();
        await LoadTool.H2LoadAsync(20_000, "--clients=64", $"{proxy.Url}small");
        await LoadTool.H2LoadAsync(500, "--clients=16", $"{proxy.Url}large");
    }, countsAll: true);

    [Test]
    public Task Ab_gets_every_response([Values] bool asksToKeep) => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        LoadTool.RequireAb();
        string[] arguments = ["-c", "32", .. asksToKeep ? ["-k"] : Array.Empty<string>(), $"{proxy.Url}small"];

        // A gateway is an origin server to its clients (RFC 9110 §3.7), and may keep a connection where HTTP/1.0 asks for it (RFC 9112 §9.3).
        Assert.That(await LoadTool.AbAsync(3_000, arguments), Is.EqualTo(asksToKeep ? 3_000 : 0));
    });

    [Test]
    public Task Wrk_gets_every_response_with_16_requests_on_the_way() => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        LoadTool.RequireWrk();
        Assert.That(await LoadTool.PipelineAsync(proxy.Url, NginxOrigin.Small), Is.GreaterThan(1_000));
    });
}
