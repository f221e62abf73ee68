using NUnit.Framework;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>curl in front, nginx behind.</summary>
[TestFixture("epoll")]
[TestFixture("managed")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class CurlTests(string transport) : PeerScenario(transport)
{
    private NginxOrigin _origin = null!;
    private Curl _curl = null!;

    [OneTimeSetUp]
    public async Task StartOrigin()
    {
        Curl.Require();
        _curl = new Curl();
        _origin = await NginxOrigin.StartAsync();
    }

    [OneTimeTearDown]
    public void StopOrigin()
    {
        _origin?.Dispose();
        _curl?.Dispose();
    }

    [TestCase("--http1.1")]
    [TestCase("--http1.0")]
    [TestCase("--http2", TestName = "Get_comes_whole_where_an_upgrade_to_h2c_is_asked_for")]
    public Task Get_comes_whole(string version) => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        Assert.That(await _curl.RunAsync("%{http_code} %{http_version}", version, $"{proxy.Url}large"), Is.EqualTo("200 1.1"));
        Assert.That(_curl.Body, Is.EqualTo(_origin.Large));
        Assert.That(_curl.Log.Contains("> Upgrade: h2c", StringComparison.Ordinal), Is.EqualTo(version == "--http2"));
    });

    [Test]
    public Task Head_has_the_length_and_no_body() => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        Assert.That(await _curl.RunAsync("%{http_code} %{size_download}", "--head", $"{proxy.Url}large"), Is.EqualTo("200 0"));
        Assert.That(_curl.Log, Does.Contain($"< Content-Length: {_origin.Large.Length}\r"));
    });

    [TestCase("100-199", 100, 100)]
    [TestCase("-50", 1024 * 1024 - 50, 50)]
    [TestCase("1048575-", 1024 * 1024 - 1, 1)]
    public Task Range_is_the_origins(string range, int start, int length) => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        Assert.That(await _curl.RunAsync("%{http_code}", "--range", range, $"{proxy.Url}large"), Is.EqualTo("206"));
        Assert.That(_curl.Body, Is.EqualTo(_origin.Large[start..(start + length)]));
        Assert.That(_curl.Log, Does.Contain($"< Content-Range: bytes {start}-{start + length - 1}/{_origin.Large.Length}\r"));
    });

    [Test]
    public Task One_connection_serves_many_urls() => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        var urls = Enumerable.Range(0, 8).SelectMany(i => new[] { "--output", "/dev/null", $"{proxy.Url}{(i % 2 == 0 ? "small" : "large")}" });
        var connects = await _curl.RunAsync("%{http_code} %{num_connects}\n", [.. urls, $"{proxy.Url}none"]);
        var expected = Enumerable.Range(0, 9).Select(i => $"{(i == 8 ? 404 : 200)} {(i == 0 ? 1 : 0)}\n");
        Assert.That(connects, Is.EqualTo(string.Concat(expected)));
    });

    [Test]
    public Task Many_transfers_at_once_come_whole() => ThroughProxyAsync(_origin.Url, async proxy =>
    {
        const string format = "%{http_code} %{size_download}\n";
        var answers = await _curl.RunAsync(format, "--parallel", "--parallel-max", "25", "--output", "/dev/null", $"{proxy.Url}large?[1-99]");
        Assert.That(answers.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(99).And.All.EqualTo($"200 {_origin.Large.Length}"));
    });
}
