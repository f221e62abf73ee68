using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class ListBackwardsTests
{
    [TestCase("", "")]
    [TestCase("Via: b\r\n", "")]
    [TestCase("X-Forwarded-For:\r\n", "")]
    [TestCase("X-Forwarded-For: a\r\n", "a")]
    [TestCase("X-Forwarded-For: a, b ,\tc\r\n", "c|b|a")]
    [TestCase("X-Forwarded-For: ,, a,, ,\r\n", "a")]
    [TestCase("X-Forwarded-For: a,b\r\nVia: x\r\nx-forwarded-for: c, d\r\nX-Forwarded-For:\r\n", "d|c|b|a")]
    [TestCase("X-Forwarded-For: \"a,b\", c\r\n", "c|b\"|\"a")]
    public void Members_come_from_the_last_to_the_first(string fields, string expected)
    {
        RequestHead head = Feeding.ParseRequest($"GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
        List<string> members = [];
        ListBackwards list = new(head, KnownHeader.XForwardedFor);
        while (list.MoveNext())
        {
            members.Add(Feeding.Text(list.Current));
        }

        Assert.That(string.Join('|', members), Is.EqualTo(expected));
        Assert.That(list.MoveNext(), Is.False);
    }
}
