using NUnit.Framework;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class CookieTextTests
{
    [TestCase("a=1", "a", "1")]
    [TestCase("a=1; b=2", "b", "2")]
    [TestCase("a=1;b=2;", "b", "2")]
    [TestCase("ab=1; b=2", "b", "2")]
    [TestCase("a=; b=2", "a", "")]
    [TestCase("a=1=2", "a", "1=2")]
    [TestCase("a=\"x y\"", "a", "\"x y\"")]
    [TestCase("a=1; a=2", "a", "1")]
    [TestCase("A=1", "a", null)]
    [TestCase("a", "a", null)]
    [TestCase("x=a=1", "a", null)]
    [TestCase("", "a", null)]
    [TestCase(";;=; ", "a", null)]
    public void Cookies_are_found_by_name(string field, string name, string? value)
    {
        bool found = CookieText.TryFind(Feeding.Bytes(field), Feeding.Bytes(name), out ReadOnlySpan<byte> bytes);
        Assert.That(found ? Feeding.Text(bytes) : null, Is.EqualTo(value));
    }
}
