using NUnit.Framework;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class HostAndPortTests
{
    [TestCase("a.example", "a.example", "")]
    [TestCase("a.example:8080", "a.example", "8080")]
    [TestCase("a.example:", "a.example", "")]
    [TestCase("[::1]", "[::1]", "")]
    [TestCase("[::1]:80", "[::1]", "80")]
    [TestCase("", "", "")]
    [TestCase("[::1", "[::1", "")]
    [TestCase("[::1]x:80", "[::1]x:80", "")]
    public void Authorities_are_taken_apart(string text, string host, string port)
    {
        byte[] authority = Feeding.Bytes(text);
        Assert.That(Feeding.Text(HostAndPort.HostOf(authority)), Is.EqualTo(host));
        Assert.That(Feeding.Text(HostAndPort.PortOf(authority)), Is.EqualTo(port));
    }

    [TestCase("1", true)]
    [TestCase("65535", true)]
    [TestCase("0", false)]
    [TestCase("65536", false)]
    [TestCase("", false)]
    [TestCase("+1", false)]
    [TestCase("000001", false)]
    public void Ports_have_bounds(string text, bool expected) => Assert.That(HostAndPort.TryReadPort(Feeding.Bytes(text), out _), Is.EqualTo(expected));
}
