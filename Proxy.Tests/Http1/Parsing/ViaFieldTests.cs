using NUnit.Framework;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class ViaFieldTests
{
    [TestCase("Via: 1.1 me-1", true)]
    [TestCase("Via: HTTP/1.1 me-1 (comment)", true)]
    [TestCase("Via: 1.0 fred, 1.1\tme-1, 1.1 other", true)]
    [TestCase("Via: 1.0 fred\r\nA: b\r\nVia: 1.1 me-1", true)]
    [TestCase("Via: 1.0 x (left open, 1.1 me-1", true)]
    [TestCase("Via: 1.1 me-1:8080", true)]
    [TestCase("Via: 1.1 me-1,1.1 b", true)]
    [TestCase("Via: 1.1 me-12, 1.1 me-1", true)]
    [TestCase("Via: 1.1 me-12", false)]
    [TestCase("Via: 1.1 me-1me-1", false)]
    [TestCase("Via: 1.1 not-me-1", false)]
    [TestCase("Via: 1.1 me", false)]
    [TestCase("Via:", false)]
    [TestCase("A: me-1", false)]
    public void Names_a_recipient_or_not(string fields, bool expected) =>
        Assert.That(ViaField.Names(Feeding.ParseRequest($"GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n\r\n"), "me-1"u8), Is.EqualTo(expected));
}
