using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Messages;

[TestFixture]
public sealed class ConnectionOptionsTests
{
    [TestCase("HTTP/1.1", "", true, false)]
    [TestCase("HTTP/1.1", "Connection: close\r\n", false, false)]
    [TestCase("HTTP/1.1", "Connection: CLOSE, keep-alive\r\n", false, false)]
    [TestCase("HTTP/1.1", "Connection: keep-alive\r\nConnection: x, close\r\n", false, true)]
    [TestCase("HTTP/1.1", "Connection: Keep-Alive\r\n", true, false)]
    [TestCase("HTTP/1.1", "Connection: ,, upgrade ,\r\n", true, true)]
    [TestCase("HTTP/1.1", "Connection:\r\n", true, false)]
    [TestCase("HTTP/1.1", "Connection: closed\r\n", true, true)]
    [TestCase("HTTP/1.0", "", false, false)]
    [TestCase("HTTP/1.0", "Connection: Keep-Alive\r\n", true, false)]
    [TestCase("HTTP/1.0", "Connection: keep-alive, close\r\n", false, false)]
    public void Decide_on_persistence(string version, string fields, bool keepAlive, bool others)
    {
        RequestHead head = Feeding.ParseRequest($"GET / {version}\r\nHost: a\r\n{fields}\r\n");
        Assert.That((head.KeepAlive, head.HasConnectionOptions), Is.EqualTo((keepAlive, others)));
    }

    [Test]
    public void Nominate_fields_but_not_those_meant_for_the_recipient()
    {
        RequestHead head = Feeding.ParseRequest(
            "GET / HTTP/1.1\r\nHost: a\r\nX-Hop: 1\r\nX-Stay: 1\r\nTE: trailers\r\nX-Forwarded-For: b\r\nX-Forwarded-Other: b\r\n"
            + "Authorization: c\r\nCookie: d\r\nUser-Agent: e\r\nUpgrade: f\r\nconnection: host, x-HOP, te, x-forwarded-for,upgrade\r\n"
            + "Connection: x-forwarded-other, Authorization, cookie, USER-AGENT\r\n\r\n");
        List<string> named = [];
        for (int i = 0; i < head.Fields.Count; i++)
        {
            if (head.IsNamedByConnection(i))
            {
                named.Add(Feeding.Text(head.NameOf(i)));
            }
        }

        Assert.That(named, Is.EqualTo(new[] { "X-Hop", "TE", "User-Agent", "Upgrade" }));
    }

    [TestCase("Connection: a b\r\n")]
    [TestCase("Connection: \"close\"\r\n")]
    [TestCase("Connection: close;q=1\r\n")]
    [TestCase("Connection: close\x80\r\n")]
    public void Must_be_tokens(string fields) => AssertInvalid(fields);

    [Test]
    public void Are_bounded()
    {
        AssertInvalid($"Connection: {new string(',', 40)}\r\n");
        AssertInvalid($"Connection: {string.Join(',', Enumerable.Repeat("a", 33))}\r\n");
        AssertInvalid(string.Concat(Enumerable.Repeat("Connection: a\r\n", 33)));
        Feeding.ParseRequest($"GET / HTTP/1.1\r\nHost: a\r\nConnection: {string.Join(',', Enumerable.Repeat("a", 32))}\r\n\r\n");
    }

    private static void AssertInvalid(string fields)
    {
        ParseError error = Feeding.RequestError($"GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
        Assert.That(error.Code, Is.EqualTo(ParseErrorCode.ConnectionInvalid));
    }
}
