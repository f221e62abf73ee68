using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class ResponseParserTests
{
    [TestCase("HTTP/1.1 200 OK\r\n\r\n", "200 [OK] False Http11")]
    [TestCase("HTTP/1.0 404 Not Found\r\n\r\n", "404 [Not Found] False Http10")]
    [TestCase("HTTP/1.1 599 \r\n\r\n", "599 [] False Http11")]
    [TestCase("HTTP/1.1 100\r\n\r\n", "100 [] True Http11")]
    [TestCase("HTTP/1.1 200 \t\x80 x \r\n\r\n", "200 [\t\x80 x ] False Http11")]
    public void Reads_the_status_line(string text, string expected) => Assert.That(Feeding.Response(text), Does.StartWith(expected + " "));

    [TestCase("\r\nHTTP/1.1 200 OK\r\n\r\n", ParseErrorCode.VersionInvalid, 0)]
    [TestCase("<html>", ParseErrorCode.VersionInvalid, 0)]
    [TestCase("HTTP/1.1  200 OK\r\n", ParseErrorCode.StatusInvalid, 9)]
    [TestCase("HTTP/1.1\t200 OK\r\n", ParseErrorCode.StatusInvalid, 8)]
    [TestCase("HTTP/1.12 200 OK\r\n", ParseErrorCode.StatusInvalid, 8)]
    [TestCase("HTTP/2.0 200 OK\r\n", ParseErrorCode.VersionUnsupported, 0)]
    [TestCase("HTTP/1.2 200 OK\r\n", ParseErrorCode.VersionUnsupported, 0)]
    [TestCase("ICY 200 OK\r\n", ParseErrorCode.VersionInvalid, 0)]
    [TestCase("HTTP/1.1 099 X\r\n", ParseErrorCode.StatusInvalid, 9)]
    [TestCase("HTTP/1.1 600 X\r\n", ParseErrorCode.StatusInvalid, 9)]
    [TestCase("HTTP/1.1 20 OK\r\n", ParseErrorCode.StatusInvalid, 11)]
    [TestCase("HTTP/1.1 2000 OK\r\n", ParseErrorCode.StatusInvalid, 12)]
    [TestCase("HTTP/1.1 20", ParseErrorCode.None, 0)]
    [TestCase("HTTP/1.1 200\n", ParseErrorCode.BareLineFeed, 12)]
    [TestCase("HTTP/1.1 200 OK\n", ParseErrorCode.BareLineFeed, 15)]
    [TestCase("HTTP/1.1 200 OK\rX", ParseErrorCode.BareCarriageReturn, 15)]
    [TestCase("HTTP/1.1 200\rX", ParseErrorCode.BareCarriageReturn, 12)]
    [TestCase("HTTP/1.1 200 O\0K\r\n", ParseErrorCode.ReasonInvalid, 14)]
    [TestCase("HTTP/1.1 200 OK\r\n X: 1\r\n", ParseErrorCode.ObsoleteFolding, 17)]
    public void Refuses_the_status_line(string text, ParseErrorCode code, int offset) =>
        Assert.That(Feeding.ResponseError(text), Is.EqualTo(new ParseError(code, offset)));

    [Test]
    public void A_status_line_is_bounded()
    {
        ParserLimits limits = ParserLimits.Default with { MaxStartLineBytes = 32 };
        string longest = "HTTP/1.1 200 " + new string('x', 19);
        Assert.That(Feeding.Response(longest + "\r\n\r\n", limits: limits), Does.StartWith("200"));
        ParseError expected = new(ParseErrorCode.StatusLineTooLong, 32);
        Assert.That(Feeding.ResponseError(longest + "x\r\n\r\n", limits: limits), Is.EqualTo(expected));
    }

    [Test]
    public void Repeated_fields_are_found_in_order()
    {
        ResponseHead head = Feeding.ParseResponse(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nServer: x\r\nset-cookie: b=2\r\nSET-COOKIE: c=3\r\nContent-Length: 0\r\n\r\n");
        List<string> cookies = [];
        for (int i = head.Fields.IndexOf(KnownHeader.SetCookie); i >= 0; i = head.Fields.IndexOfNext(KnownHeader.SetCookie, i))
        {
            cookies.Add(Feeding.Text(head.ValueOf(i)));
        }

        Assert.That(cookies, Is.EqualTo(new[] { "a=1", "b=2", "c=3" }));
        Assert.That(head.Fields.IndexOfNext(KnownHeader.Server, head.Fields.IndexOf(KnownHeader.Server)), Is.EqualTo(-1));
        Assert.That(head.Fields.TryGet(KnownHeader.Vary, out _), Is.False);
        Assert.That(head.ValueOf(KnownHeader.Vary).IsEmpty, Is.True);
    }

    [Test]
    public void Faults_read_as_sentences()
    {
        foreach (ParseErrorCode code in Enum.GetValues<ParseErrorCode>().Where(code => code != ParseErrorCode.None))
        {
            Assert.That(new ParseError(code, 7).ToString(), Does.EndWith(" (byte 7)").And.Not.StartWith("No fault"), $"{code}");
            Assert.That(new ParseError(code, 7).RequestStatus, Is.AnyOf(400, 414, 431, 501, 505));
        }
    }
}
