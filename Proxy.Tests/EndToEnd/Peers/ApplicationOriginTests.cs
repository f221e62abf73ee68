using NUnit.Framework;
using Proxy.Tests.Kit;

namespace Proxy.Tests.EndToEnd.Peers;

/// <summary>curl in front, an application server behind: Node's own, and Kestrel.</summary>
[TestFixture("epoll", "node")]
[TestFixture("epoll", "kestrel")]
[TestFixture("managed", "node")]
[TestFixture("managed", "kestrel")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class ApplicationOriginTests(string transport, string server) : PeerScenario(transport)
{
    private static readonly byte[] Large = Bodies.Pattern((8 * 1024 * 1024) + 1);

    private Curl _curl = null!;
    private NodeProcess? _node;
    private KestrelOrigin? _kestrel;

    private string Origin => _node?.Url ?? _kestrel!.Url;

    [OneTimeSetUp]
    public async Task StartOrigin()
    {
        Curl.Require();
        _curl = new Curl();
        if (server == "node")
        {
            NodeProcess.Require();
            _node = await NodeProcess.StartOriginAsync("http-origin.js");
        }
        else
        {
            _kestrel = await KestrelOrigin.StartAsync();
        }
    }

    [OneTimeTearDown]
    public async Task StopOrigin()
    {
        _curl?.Dispose();
        _node?.Dispose();
        if (_kestrel is not null)
        {
            await _kestrel.DisposeAsync();
        }
    }

    [TestCase("--http1.1", true)]
    [TestCase("--http1.0", false)]
    public Task Chunked_response_reaches_each_version_in_its_own_way(string version, bool isChunked) => ThroughProxyAsync(Origin, async proxy =>
    {
        Assert.That(await _curl.RunAsync("%{http_code} %{size_download}", version, $"{proxy.Url}chunked"), Is.EqualTo("200 16000"));
        Assert.That(_curl.Text[15000..], Does.StartWith("15xxx"));
        Assert.That(_curl.Log, isChunked ? Does.Contain("< Transfer-Encoding: chunked\r") : Does.Not.Contain("< Transfer-Encoding"));
    });

    [Test]
    public Task Post_of_a_form_is_answered_on_one_connection() => ThroughProxyAsync(Origin, async proxy =>
    {
        string[] post = ["--data", "a=1&b=2", $"{proxy.Url}upload"];
        var counts = await _curl.RunAsync("%{http_code} %{num_connects}\n", [.. post, "--output", "/dev/null", $"{proxy.Url}upload"]);
        Assert.That(counts, Is.EqualTo("200 1\n200 0\n"));
        Assert.That(_curl.Text, Is.EqualTo($"{KestrelOrigin.Receipt("a=1&b=2"u8.ToArray())} 7"));
    });

    [Test]
    public Task Upload_waits_for_the_origins_word([Values] bool expects) => ThroughProxyAsync(Origin, async proxy =>
    {
        string[] put = ["--header", expects ? "Expect: 100-continue" : "Expect:", "--expect100-timeout", "20", "--upload-file", _curl.FileOf(Large)];
        Assert.That(await _curl.RunAsync("%{http_code}", [.. put, $"{proxy.Url}upload"]), Is.EqualTo("200"));
        Assert.That(_curl.Text, Is.EqualTo($"{KestrelOrigin.Receipt(Large)} {Large.Length}"));
        Assert.That(_curl.Log, expects ? Does.Contain("< HTTP/1.1 100 Continue\r") : Does.Not.Contain("100 Continue"));
    });

    [Test]
    public Task Upload_of_unknown_length_goes_in_chunks() => ThroughProxyAsync(Origin, async proxy =>
    {
        var file = _curl.FileOf(Large);
        Assert.That(await _curl.RunFromAsync(file, "%{http_code}", "--upload-file", "-", $"{proxy.Url}upload"), Is.EqualTo("200"));
        Assert.That(_curl.Text, Is.EqualTo($"{KestrelOrigin.Receipt(Large)} chunked"));
    });

    [Test]
    public Task Upload_by_http_1_0_has_its_length() => ThroughProxyAsync(Origin, async proxy =>
    {
        string[] post = ["--http1.0", "--data-binary", $"@{_curl.FileOf(Large)}", $"{proxy.Url}upload"];
        Assert.That(await _curl.RunAsync("%{http_code}", post), Is.EqualTo("200"));
        Assert.That(_curl.Text, Is.EqualTo($"{KestrelOrigin.Receipt(Large)} {Large.Length}"));
    });

    [Test]
    public Task Refusal_instead_of_100_spares_the_upload() => ThroughProxyAsync(Origin, async proxy =>
    {
        string[] put = ["--header", "Expect: 100-continue", "--expect100-timeout", "20", "--upload-file", _curl.FileOf(Large), $"{proxy.Url}refuse"];
        Assert.That(await _curl.RunAsync("%{http_code} %{size_upload}", put), Is.EqualTo("403 0"));
        Assert.That(_curl.Text, Is.EqualTo("refused"));
        Assert.That(_curl.Log, Does.Not.Contain("100 Continue"));
    });

    [Test]
    public Task Answer_before_the_upload_has_ended_arrives() => ThroughProxyAsync(Origin, async proxy =>
    {
        // Node answers in the middle and closes; Kestrel refuses a body longer than it takes, and closes.
        var (path, answer) = server == "node" ? ("early", "200") : ("limited", "413");
        string[] put = ["--header", "Expect:", "--upload-file", _curl.FileOf(Large), $"{proxy.Url}{path}"];
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await _curl.RunAsync("%{http_code}", put), Is.EqualTo(answer));
            Assert.That(server == "node" ? _curl.Text : "early", Is.EqualTo("early"));
        }
    });

    [Test]
    public Task Load_is_answered_to_the_last_request() => ThroughProxyAsync(Origin, async proxy =>
    {
        LoadTool.RequireH2Load();
        await LoadTool.H2LoadAsync(5_000, "--clients=32", $"{proxy.Url}hello");
        await LoadTool.H2LoadAsync(500, "--clients=16", "--data", _curl.FileOf(Large[..65_536]), $"{proxy.Url}upload");
        Assert.That(_kestrel?.Requests ?? 5_000, Is.EqualTo(5_000), "none came twice");
    });
}
