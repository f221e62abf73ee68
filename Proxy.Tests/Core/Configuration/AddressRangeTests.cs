using NUnit.Framework;
using Proxy.Core.Configuration;
using Proxy.Tests.Http1;

namespace Proxy.Tests.Core.Configuration;

[TestFixture]
public sealed class AddressRangeTests
{
    [TestCase("10.0.0.0/8", "10.0.0.0", "10.255.255.255")]
    [TestCase("192.0.2.1", "192.0.2.1", "192.0.2.1")]
    [TestCase("192.0.2.1/32", "192.0.2.1", "192.0.2.1")]
    [TestCase("0.0.0.0/0", "0.0.0.0", "255.255.255.255")]
    [TestCase("::1", "::1", "::1")]
    [TestCase("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [TestCase("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [TestCase("::ffff:10.0.0.0/104", "10.0.0.0", "10.255.255.255")]
    public void Networks_have_a_first_and_a_last_address(string text, string first, string last)
    {
        Assert.That(AddressRange.TryParse(text, out var range, out var problem), Is.True, problem);
        Assert.That(range, Is.EqualTo(new AddressRange(Feeding.Address(first), Feeding.Address(last))));
    }

    [TestCase("10.0.0.1/8", "did you mean \"10.0.0.0/8\"?")]
    [TestCase("2001:db8::1/32", "did you mean \"2001:db8::/32\"?")]
    [TestCase("10.0.0.0/33", "0 to 32 is allowed")]
    [TestCase("::/129", "0 to 128 is allowed")]
    [TestCase("10.0.0.0/", "0 to 32 is allowed")]
    [TestCase("10.0.0.0/+8", "0 to 32 is allowed")]
    [TestCase("10.0.0/8", "is no address")]
    [TestCase("localhost", "is no address")]
    [TestCase("é", "is no address")]
    [TestCase("", "is no address")]
    public void What_is_none_is_told(string text, string expected)
    {
        Assert.That(AddressRange.TryParse(text, out _, out var problem), Is.False);
        Assert.That(problem, Does.Contain(expected));
    }
}
