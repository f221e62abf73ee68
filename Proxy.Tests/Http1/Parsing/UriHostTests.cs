using System.Net;
using NUnit.Framework;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class UriHostTests
{
    [TestCase("example.org")]
    [TestCase("EXAMPLE.org:80")]
    [TestCase("a_b-c.~x")]
    [TestCase("a!$&'()*+;=")]
    [TestCase("%41%c3%A9")]
    [TestCase("127.0.0.1:65535")]
    [TestCase("example.org:")]
    [TestCase("example.org:00080")]
    [TestCase("[::]")]
    [TestCase("[::1]:8080")]
    [TestCase("[2001:db8::1]")]
    [TestCase("[::ffff:192.0.2.1]")]
    public void Accepts(string host) => Assert.That(UriHost.FindInvalid(Feeding.Bytes(host), needsPort: false), Is.EqualTo(-1));

    [TestCase("", 0)]
    [TestCase(":80", 0)]
    [TestCase("a b", 1)]
    [TestCase("a,b", 1)]
    [TestCase("u:p@a", 2)]
    [TestCase("a:65536", 6)]
    [TestCase("a:99999999999999999999", 6)]
    [TestCase("a:+1", 2)]
    [TestCase("%4", 0)]
    [TestCase("a%zz", 1)]
    [TestCase("a\x80", 1)]
    [TestCase("[]", 0)]
    [TestCase("[::1", 0)]
    [TestCase("[::1]x", 5)]
    [TestCase("[v1.a]", 0)]
    [TestCase("[fe80::1%eth0]", 0)]
    [TestCase("[[::1]]", 0)]
    [TestCase("::1", 0)]
    public void Refuses(string host, int at) => Assert.That(UriHost.FindInvalid(Feeding.Bytes(host), needsPort: false), Is.EqualTo(at));

    [TestCase("a:443", -1)]
    [TestCase("a", 1)]
    [TestCase("a:", 2)]
    [TestCase("a:0", 3)]
    [TestCase("[::1]:1", -1)]
    public void Authority_form_needs_a_port(string host, int at) =>
        Assert.That(UriHost.FindInvalid(Feeding.Bytes(host), needsPort: true), Is.EqualTo(at));

    [TestCase("1:2:3:4:5:6:7:8", true)]
    [TestCase("1:2:3:4:5:6:7::", true)]
    [TestCase("::2:3:4:5:6:7:8", true)]
    [TestCase("1:2:3:4:5:6:7:8:9", false)]
    [TestCase("1:2:3:4:5:6:7", false)]
    [TestCase("1::2::3", false)]
    [TestCase("1:2:3:4::5:6:7:8", false)]
    [TestCase(":::", false)]
    [TestCase(":1", false)]
    [TestCase("1:", false)]
    [TestCase("12345::", false)]
    [TestCase("g::", false)]
    [TestCase("1:2:3:4:5:6:1.2.3.4", true)]
    [TestCase("1:2:3:4:5:6:7:1.2.3.4", false)]
    [TestCase("::1.2.3", false)]
    [TestCase("::1.2.3.4.5", false)]
    [TestCase("::1.2.3.256", false)]
    [TestCase("::1.2.3.04", false)]
    [TestCase("1.2.3.4", false)]
    [TestCase("::1.2.3.4:5", false)]
    public void Reads_IPv6(string text, bool valid) => Assert.That(IPv6.IsAddress(Feeding.Bytes(text)), Is.EqualTo(valid));

    [Test]
    public void Agrees_with_the_platform_on_random_addresses()
    {
        const int Seed = 20261;
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = new byte[16];
            random.NextBytes(bytes);
            int zero = random.Next(16);
            Array.Clear(bytes, zero, random.Next(16 - zero));
            string text = new IPAddress(bytes).ToString();
            Assert.That(IPv6.IsAddress(Feeding.Bytes(text)), Is.True, text);
        }
    }
}
