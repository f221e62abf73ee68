using System.Net;
using System.Text;
using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Core.Policies;
using Proxy.Http1.Messages;
using Proxy.Tests.Http1;

namespace Proxy.Tests.Core.Policies;

[TestFixture]
public sealed class ForwardedChainTests
{
    private const int Seed = 7239;

    private static readonly string[] Trusted = ["10.0.0.0/8", "2001:db8:1::/48"];

    [TestCase("X-Forwarded-For: 192.0.2.1", "192.0.2.1|||")]
    [TestCase("X-Forwarded-For: 6.6.6.6, 192.0.2.1, 10.0.0.9", "192.0.2.1|||")]
    [TestCase("X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 192.0.2.1,10.0.0.9", "192.0.2.1|||", TestName = "several lines are one list")]
    [TestCase("X-Forwarded-For: 10.0.0.7, 10.0.0.8", "10.0.0.7|||", TestName = "the leftmost where all are trusted")]
    [TestCase("X-Forwarded-For: 192.0.2.1, junk", "|||", TestName = "junk from the peer")]
    [TestCase("X-Forwarded-For: junk, 10.0.0.8", "10.0.0.8|||", TestName = "junk from the one before")]
    [TestCase("X-Forwarded-For: 192.0.2.1, unknown, 10.0.0.8", "10.0.0.8|||", TestName = "an unknown hop ends the way")]
    [TestCase("X-Forwarded-For: 192.0.2.1, _hidden", "|||", TestName = "an obfuscated hop ends the way")]
    [TestCase("X-Forwarded-For: 2001:db8::1, 2001:db8:1::5", "2001:db8::1|||")]
    [TestCase("X-Forwarded-For: [2001:DB8::1]:4711", "2001:db8::1|||")]
    [TestCase("X-Forwarded-For: ::ffff:192.0.2.1, ::ffff:10.0.0.1", "192.0.2.1|||")]
    [TestCase("X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: a.example\r\nX-Forwarded-Port: 8443", "192.0.2.1|https|a.example|8443")]
    [TestCase("X-Forwarded-For: 6.6.6.6, 192.0.2.1\r\nX-Forwarded-Proto: https, http", "192.0.2.1|http||", TestName = "a forged member before the proxy's")]
    [TestCase("X-Forwarded-For: 192.0.2.1, 10.0.0.8\r\nX-Forwarded-Proto: https, http", "192.0.2.1|https||", TestName = "the member of the hop that named the client")]
    [TestCase("X-Forwarded-For: 192.0.2.1, 10.0.0.8\r\nX-Forwarded-Proto: https", "192.0.2.1|https||", TestName = "one member for all hops")]
    [TestCase("X-Forwarded-Proto: https", "|https||", TestName = "a scheme alone")]
    [TestCase("Forwarded: for=192.0.2.1;proto=https;host=a.example", "192.0.2.1|https|a.example|")]
    [TestCase("Forwarded: for=6.6.6.6, for=\"[2001:db8::1]:4711\";proto=https, for=\"[2001:db8:1::5]\";proto=http;host=b", "2001:db8::1|https|b|")]
    [TestCase("Forwarded: for=\"x, for=192.0.2.1", "192.0.2.1|||", TestName = "a quote left open swallows nothing")]
    [TestCase("Forwarded: for=6.6.6.6, for=unknown;proto=https", "|https||")]
    [TestCase("Forwarded: for=6.6.6.6, for=192.0.2.1;for=192.0.2.2", "|||", TestName = "two clients are none")]
    [TestCase("Forwarded: for=6.6.6.6, proto=https", "|https||", TestName = "a hop that does not say who")]
    [TestCase("Forwarded: for=192.0.2.1\r\nX-Forwarded-For: 192.0.2.2", "192.0.2.2|||", TestName = "X-Forwarded-For goes first")]
    [TestCase("Forwarded: for=192.0.2.1\r\nX-Forwarded-Proto: https", "|https||", TestName = "the families are not mixed")]
    public void The_way_is_gone_back_as_far_as_it_is_believed(string fields, string expected) =>
        Assert.That(Read(fields), Is.EqualTo(expected));

    [TestCase(BelievedFields.Forwarded, "192.0.2.1|||")]
    [TestCase(BelievedFields.XForwarded, "192.0.2.2|||")]
    public void What_is_believed_can_be_chosen(BelievedFields believed, string expected) =>
        Assert.That(Read("Forwarded: for=192.0.2.1\r\nX-Forwarded-For: 192.0.2.2", believed), Is.EqualTo(expected));

    [Test]
    public void What_is_not_believed_is_not_read_in_place_of_what_is()
    {
        Assert.That(Read("X-Forwarded-For: 192.0.2.2", BelievedFields.Forwarded), Is.EqualTo("|||"));
        Assert.That(Read("Forwarded: for=192.0.2.2", BelievedFields.XForwarded), Is.EqualTo("|||"));
    }

    [Test]
    public void Hops_have_a_bound()
    {
        var hops = string.Join(", ", Enumerable.Range(1, 60).Select(i => $"10.0.0.{i}"));
        Assert.That(Read($"X-Forwarded-For: {hops}"), Is.EqualTo($"10.0.0.{60 - ForwardedChain.MaxHops + 1}|||"));
        var elements = string.Join(", ", Enumerable.Range(1, 60).Select(i => $"for=10.0.0.{i}"));
        Assert.That(Read($"Forwarded: {elements}"), Is.EqualTo($"10.0.0.{60 - ForwardedChain.MaxHops + 1}|||"));
    }

    [Test]
    public void Any_lists_are_read_as_a_naive_reader_does()
    {
        var random = new Random(Seed);
        var networks = Trusted.Select(text => IPNetwork.Parse(text)).ToArray();
        var told = 0;
        for (var round = 0; round < 60_000; round++)
        {
            var lines = ListMaker.Lines(random);
            var text = string.Concat(lines.Select(line => $"\r\n{line.Name}: {line.Value}"))[2..];
            var naive = NaiveChain.Read([.. lines.Select(line => (line.Name, line.Value.Trim(' ', '\t')))], networks);
            Assert.That(Read(text), Is.EqualTo($"{naive.Client}|{naive.Scheme}|{naive.Host}|{naive.Port}"), $"seed {Seed}, round {round}: {text}");
            told += naive.Client.Length > 0 ? 1 : 0;
        }

        // Lists of nothing but junk would show nothing.
        Assert.That(told, Is.InRange(10_000, 50_000));
    }

    private static string Read(string fields, BelievedFields believed = BelievedFields.Either)
    {
        var request = Feeding.ParseRequest($"GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n\r\n");
        var claims = ForwardedChain.Read(request, new TrustedProxies(Trusted), believed);
        Span<byte> text = stackalloc byte[IPNumber.MaxTextLength];
        var client = claims.Client.IsKnown ? Encoding.ASCII.GetString(text[..claims.Client.Format(text)]) : "";
        return $"{client}|{Feeding.Text(claims.Scheme)}|{Feeding.Text(claims.Host)}|{Feeding.Text(claims.Port)}";
    }
}
