using NUnit.Framework;
using Proxy.Core.Upstreams.Discovery;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Upstreams.Discovery;

public class FileSourceTests : DnsFixture
{
    private readonly ManualClock _clock = new();
    private string _path = "";
    private FileSource _source = null!;

    [SetUp]
    public void MakeFile()
    {
        _path = Path.GetTempFileName();
        _source = new FileSource($"file://{_path}", _path, new HostLookup(Options), new HoldTimes(Options), _clock, new Random(1));
    }

    [TearDown]
    public void DeleteFile() => File.Delete(_path);

    [Test]
    public async Task Lines_become_endpoints()
    {
        Dns.Host("web.example", 60, "10.0.0.7", "10.0.0.8");
        Write("# web\n\n10.0.0.1:80\r\n  [fd00::1]:8080\tweight=3 priority=2 # a comment\nunix:/run/a.sock drain\nhttp://web.example weight=2 priority=1");
        Assert.That(await LookAsync(), Is.EqualTo((string[])
        [
            "10.0.0.1:80 10.0.0.1:80 1/0", "[fd00::1]:8080 [fd00::1]:8080 3/2", "unix:/run/a.sock /run/a.sock 1/0 drains",
            "http://web.example 10.0.0.7:80 2/1", "http://web.example 10.0.0.8:80 2/1",
        ]));
    }

    [TestCase("10.0.0.1:80\n10.0.0.1", ":2: \"10.0.0.1\" is no address: host:port is needed, as in 127.0.0.1:8080, [::1]:8080, *:8080 or unix:/run/app.sock")]
    [TestCase("10.0.0.1:80 weight=0", ":1: weight=0: a number from 1 to 1000 is needed")]
    [TestCase("10.0.0.1:80 priority=-1", ":1: priority=-1: a number from 0 to 65535 is needed")]
    [TestCase("10.0.0.1:80 wieght=1", ":1: \"wieght=1\" is unknown: weight=N, priority=N or drain may follow an address")]
    [TestCase("10.0.0.1:80 \u001b[2J", ":1: \"?[2J\" is unknown: weight=N, priority=N or drain may follow an address")]
    [TestCase("#10.0.0.1:80\n", " has no endpoint in it")]
    [TestCase("nobody.example:80\n", ":1: the host name \"nobody.example\" cannot be resolved: no address is known for it")]
    public async Task What_is_wrong_is_told_with_its_line(string text, string problem)
    {
        Write(text);
        Assert.That((await FailureOfAsync(LookAsync)).Message, Is.EqualTo(_path + problem));
    }

    [Test]
    public async Task A_file_that_is_not_there_is_told()
    {
        File.Delete(_path);
        Assert.That((await FailureOfAsync(LookAsync)).Message, Is.EqualTo($"{_path} does not exist"));
    }

    [Test]
    public async Task A_file_that_is_too_large_is_told()
    {
        await File.WriteAllBytesAsync(_path, new byte[1024 * 1024 + 1]);
        Assert.That((await FailureOfAsync(LookAsync)).Message, Is.EqualTo($"{_path} is larger than 1 MiB"));
    }

    [Test]
    public async Task A_change_is_read_when_it_has_been_still_for_one_look()
    {
        Write("10.0.0.1:80");
        Assert.That(await LookAsync(), Has.Count.EqualTo(1));
        Write("10.0.0.1:80\n10.0.0.2:80\n10.");
        Assert.That(await LookAsync(), Has.Count.EqualTo(1), "it has just changed");
        Write("10.0.0.1:80\n10.0.0.2:80\n10.0.0.3:80\n");
        Assert.That(await LookAsync(), Has.Count.EqualTo(1), "it is still being written");
        Assert.That(await LookAsync(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_file_is_good_again_when_it_is_mended()
    {
        Write("10.0.0.1:80");
        await LookAsync();
        Write("nonsense");
        await LookAsync();
        await FailureOfAsync(LookAsync);
        await FailureOfAsync(LookAsync);
        Write("10.0.0.2:80");
        await FailureOfAsync(LookAsync);
        Assert.That(await LookAsync(), Is.EqualTo((string[])["10.0.0.2:80 10.0.0.2:80 1/0"]));
    }

    [Test]
    public async Task Names_in_a_file_are_looked_up_again_by_their_ttl()
    {
        Dns.Host("web.example", 60, "10.0.0.7");
        Write("web.example:80");
        await LookAsync();
        Dns.Host("web.example", 60, "10.0.0.8");
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.That((await LookAsync())[0], Does.Contain("10.0.0.7"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await LookAsync())[0], Does.Contain("10.0.0.8"));
    }

    [Test]
    public async Task Names_that_nobody_can_tell_about_are_not_asked_for_at_each_look()
    {
        Dns.FailsWith = DnsReply.ServFail;
        Write("web.example:80");
        await FailureOfAsync(LookAsync);
        var asked = Dns.Asked.Count;
        await FailureOfAsync(LookAsync);
        Assert.That(Dns.Asked, Has.Count.EqualTo(asked));
        Dns.FailsWith = 0;
        Dns.Host("web.example", 60, "10.0.0.7");
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(await LookAsync(), Has.Count.EqualTo(1));
    }

    private void Write(string text) => File.WriteAllText(_path, text);

    private async Task<List<string>> LookAsync()
    {
        var answer = await _source.LookUpAsync(CancellationToken.None);
        return [.. answer.Endpoints.Select(each => $"{each.Name} {each} {each.Weight}/{each.Priority}{(each.Drains ? " drains" : "")}")];
    }
}
