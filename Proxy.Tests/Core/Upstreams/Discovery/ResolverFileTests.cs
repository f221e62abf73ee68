using NUnit.Framework;
using Proxy.Core.Upstreams.Discovery;

namespace Proxy.Tests.Core.Upstreams.Discovery;

public class ResolverFileTests
{
    private string _path = "";

    [SetUp]
    public void MakeFile() => _path = Path.GetTempFileName();

    [TearDown]
    public void DeleteFile() => File.Delete(_path);

    [Test]
    public void Servers_are_the_first_three_that_are_addresses() =>
        Assert.That(
            Read("# nameserver 10.0.0.9\nnameserver nonsense\nnameserver 10.0.0.1\n\tnameserver fd00::1 # here\nnameserver 10.0.0.2\nnameserver 10.0.0.3\n")
                .Servers.Select(server => $"{server}"),
            Is.EqualTo((string[])["10.0.0.1:53", "[fd00::1]:53", "10.0.0.2:53"]));

    [TestCase("web", "web.a.example web.b.example web")]
    [TestCase("web.a", "web.a.a.example web.a.b.example web.a")]
    [TestCase("web.a.c", "web.a.c web.a.c.a.example web.a.c.b.example")]
    [TestCase("web.", "web.")]
    public void Short_names_are_searched_for(string name, string expected) =>
        Assert.That(string.Join(' ', Read("search a.example b.example.\noptions timeout:1 ndots:2\n").NamesFor(name)), Is.EqualTo(expected));

    [Test]
    public void Without_a_search_list_a_name_is_asked_for_as_it_is() => Assert.That(Read("options ndots:x\n").NamesFor("web"), Is.EqualTo((string[])["web"]));

    [Test]
    public void The_last_list_holds() => Assert.That(Read("domain a.example\nsearch b.example\n").NamesFor("web")[0], Is.EqualTo("web.b.example"));

    [Test]
    public void No_file_is_an_empty_one() => Assert.That(ResolverFile.Read(_path + ".none").Servers, Is.Empty);

    [TestCase("web", true)]
    [TestCase("WEB.example.", true)]
    [TestCase("other", false)]
    [TestCase("10.0.0.1", false)]
    public void Names_of_the_hosts_file_are_found(string name, bool expected)
    {
        File.WriteAllText(_path, "# other\n10.0.0.1\tweb.example  web # other\n\n10.0.0.2\n");
        Assert.That(HostsFile.Has(name, _path), Is.EqualTo(expected));
    }

    [Test]
    public void Without_a_hosts_file_no_name_is_in_it() => Assert.That(HostsFile.Has("web", _path + ".none"), Is.False);

    [TestCase("127.0.0.1", "127.0.0.1:53")]
    [TestCase("127.0.0.1:5353", "127.0.0.1:5353")]
    [TestCase("fd00::1", "[fd00::1]:53")]
    [TestCase("[fd00::1]", "[fd00::1]:53")]
    [TestCase("[fd00::1]:5353", "[fd00::1]:5353")]
    [TestCase("127.0.0.1:0", null)]
    [TestCase("127.0.0.1:70000", null)]
    [TestCase("127.0.0.1:", null)]
    [TestCase("[127.0.0.1]:53", null)]
    [TestCase("dns.example", null)]
    [TestCase("dns.example:53", null)]
    [TestCase("", null)]
    public void Name_servers_are_addresses(string text, string? expected) =>
        Assert.That(NameServers.TryParse(text, out var server) ? $"{server}" : null, Is.EqualTo(expected));

    private ResolverFile Read(string text)
    {
        File.WriteAllText(_path, text);
        return ResolverFile.Read(_path);
    }
}
