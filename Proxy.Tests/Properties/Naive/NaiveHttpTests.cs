using System.Text;
using NUnit.Framework;

namespace Proxy.Tests.Properties.Naive;

/// <summary>The judge is judged: what it takes, and what it must not take.</summary>
[TestFixture]
public sealed class NaiveHttpTests
{
    private const string Head = "POST / HTTP/1.1\r\nHost: a\r\n";

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "")]
    [TestCase("GET / HTTP/1.0\r\n\r\n", "")]
    [TestCase("OPTIONS * HTTP/1.1\r\nHost:a\r\n\r\n", "")]
    [TestCase("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", "")]
    [TestCase(Head + "Content-Length: 5\r\n\r\nhello", "hello")]
    [TestCase(Head + "Transfer-Encoding: Chunked\t\r\n\r\n2;a=\"\\\"\" ; b\r\nhe\r\n003\r\nllo\r\n0\r\nT: 1\r\n\r\n", "hello")]
    public void Takes(string request, string body)
    {
        var stream = Read(request);
        Assert.That(stream.End, Is.EqualTo(NaiveVerdict.Whole), stream.Why);
        Assert.That(stream.Messages.Select(message => Encoding.Latin1.GetString(message.Body)), Is.EqualTo(new[] { body }));
    }

    [TestCase("GET  / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET / HTTP/1.2\r\nHost: a\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\nHost: a\n\n")]
    [TestCase("GET /\r\n")]
    [TestCase("GET x HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET /# HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost : a\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n")]
    [TestCase("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase(Head + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello")]
    [TestCase(Head + "Content-Length: 5, 5\r\n\r\nhello")]
    [TestCase(Head + "Content-Length: +5\r\n\r\nhello")]
    [TestCase(Head + "Content-Length: 9223372036854775808\r\n\r\n")]
    [TestCase(Head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [TestCase(Head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [TestCase(Head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [TestCase("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [TestCase(Head + "Transfer-Encoding: chunked\r\n\r\n0x2\r\nhe\r\n0\r\n\r\n")]
    [TestCase(Head + "Transfer-Encoding: chunked\r\n\r\n2\nhe\n0\n\n")]
    [TestCase(Head + "Transfer-Encoding: chunked\r\n\r\n2 \r\nhe\r\n0\r\n\r\n")]
    [TestCase(Head + "Transfer-Encoding: chunked\r\n\r\n2\r\nhel\r\n0\r\n\r\n")]
    [TestCase(Head + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n")]
    [TestCase(Head + "Transfer-Encoding: chunked\r\n\r\n0\r\nT : 1\r\n\r\n")]
    public void Refuses(string request) => Assert.That(Read(request).End, Is.EqualTo(NaiveVerdict.Wrong));

    [Test]
    public void Every_front_of_a_right_message_is_cut()
    {
        const string Whole = Head + "Transfer-Encoding: chunked\r\n\r\n2;a=\"b\";c\r\nhe\r\n0\r\nT: 1\r\n\r\n";
        for (var length = 1; length < Whole.Length; length++)
        {
            Assert.That(Read(Whole[..length]).End, Is.EqualTo(NaiveVerdict.Cut), $"{length} bytes");
        }

        Assert.That(Read(Whole).End, Is.EqualTo(NaiveVerdict.Whole));
    }

    [Test]
    public void Requests_behind_each_other_are_told_apart()
    {
        var stream = Read(Head + "Content-Length: 2\r\n\r\nhi\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET");
        Assert.That(stream.Messages.Select(message => message.Target), Is.EqualTo(new[] { "/", "/2" }));
        Assert.That(stream.End, Is.EqualTo(NaiveVerdict.Cut));
    }

    [TestCase("HTTP/1.1 200 OK\r\n\r\nrest", true, NaiveVerdict.Whole)]
    [TestCase("HTTP/1.1 200 OK\r\n\r\nrest", false, NaiveVerdict.Cut)]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", false, NaiveVerdict.Whole)]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh", true, NaiveVerdict.Cut)]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!", true, NaiveVerdict.Wrong)]
    [TestCase("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", false, NaiveVerdict.Whole)]
    [TestCase("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", false, NaiveVerdict.Wrong)]
    [TestCase("HTTP/1.1 2000 OK\r\n\r\n", false, NaiveVerdict.Wrong)]
    [TestCase("HTTP/1.1 600 X\r\n\r\n", false, NaiveVerdict.Wrong)]
    [TestCase("HTTP/1.1 20", false, NaiveVerdict.Cut)]
    [TestCase("HTTP/2 200\r\n\r\n", false, NaiveVerdict.Wrong)]
    public void Responses(string response, bool ended, NaiveVerdict end)
    {
        var stream = NaiveHttp.ReadResponses(Encoding.Latin1.GetBytes(response), ["GET", "GET"], ended);
        Assert.That(stream.End, Is.EqualTo(end), stream.Why);
    }

    [Test]
    public void A_response_to_head_ends_with_its_head()
    {
        var stream = NaiveHttp.ReadResponses("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"u8.ToArray(), ["HEAD"], ended: true);
        Assert.That(stream.Messages.Select(message => message.Body.Length), Is.EqualTo(new[] { 0, 2 }));
    }

    private static NaiveStream Read(string text) => NaiveHttp.ReadRequests(Encoding.Latin1.GetBytes(text), skipEmptyLine: true);
}
