using System.Buffers;
using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class RequestParserTests
{
    private const string Host = "Host: a\r\n\r\n";

    [TestCase("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n", "Get GET Origin / example.org / False Http11")]
    [TestCase("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "Get GET Origin / a / False Http11")]
    [TestCase("GET / HTTP/1.0\r\n\r\n", "Get GET Origin /  / False Http10")]
    [TestCase("get /x?y=z HTTP/1.1\r\n" + Host, "Other get Origin /x?y=z a /x?y=z False Http11")]
    [TestCase("PURGE /{|}^`\"<>\\ HTTP/1.1\r\n" + Host, "Other PURGE Origin /{|}^`\"<>\\ a /{|}^`\"<>\\ False Http11")]
    [TestCase("OPTIONS * HTTP/1.1\r\n" + Host, "Options OPTIONS Asterisk * a * False Http11")]
    [TestCase("OPTIONS http://b HTTP/1.1\r\n" + Host, "Options OPTIONS Absolute http://b b * False Http11")]
    [TestCase("GET http://b HTTP/1.1\r\n" + Host, "Get GET Absolute http://b b / False Http11")]
    [TestCase("GET http://b?q=/ HTTP/1.1\r\n" + Host, "Get GET Absolute http://b?q=/ b /?q=/ False Http11")]
    [TestCase("GET HTTPS://b:8443/c?d HTTP/1.1\r\n" + Host, "Get GET Absolute HTTPS://b:8443/c?d b:8443 /c?d False Http11")]
    [TestCase("CONNECT b:443 HTTP/1.1\r\n" + Host, "Connect CONNECT Authority b:443 b:443  False Http11")]
    [TestCase("PUT / HTTP/1.1\r\nExpect: 100-Continue\r\n" + Host, "Put PUT Origin / a / True Http11")]
    [TestCase("PUT / HTTP/1.0\r\nExpect: 100-continue\r\n" + Host, "Put PUT Origin / a / False Http10")]
    public void Reads_the_request_line(string text, string expected) => Assert.That(Feeding.Request(text), Does.StartWith(expected + " "));

    [TestCase("\r\n\r\nGET / HTTP/1.1\r\n", ParseErrorCode.MethodInvalid, 2)]
    [TestCase("\nGET / HTTP/1.1\r\n", ParseErrorCode.BareLineFeed, 0)]
    [TestCase("\rGET / HTTP/1.1\r\n", ParseErrorCode.BareCarriageReturn, 0)]
    [TestCase(" GET / HTTP/1.1\r\n", ParseErrorCode.MethodInvalid, 0)]
    [TestCase("G(T / HTTP/1.1\r\n", ParseErrorCode.MethodInvalid, 1)]
    [TestCase("GET\r\n", ParseErrorCode.MethodInvalid, 3)]
    [TestCase("GET\t/ HTTP/1.1\r\n", ParseErrorCode.MethodInvalid, 3)]
    [TestCase("\x16\x03\x01\x02", ParseErrorCode.MethodInvalid, 0)]
    [TestCase("GET  / HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 4)]
    [TestCase("GET /\x80 HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 5)]
    [TestCase("GET /a#b HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 6)]
    [TestCase("GET /a\tb HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 6)]
    [TestCase("GET /\x7F HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 5)]
    [TestCase("GET \r\n", ParseErrorCode.TargetInvalid, 4)]
    [TestCase("GET /\r\n", ParseErrorCode.VersionInvalid, 5)]
    [TestCase("GET /\n", ParseErrorCode.BareLineFeed, 5)]
    [TestCase("GET / HTTP/1.1\n", ParseErrorCode.BareLineFeed, 14)]
    [TestCase("GET / HTTP/1.1\rX", ParseErrorCode.BareCarriageReturn, 14)]
    [TestCase("GET / HTTP/1.1 \r\n", ParseErrorCode.VersionInvalid, 14)]
    [TestCase("GET /  HTTP/1.1\r\n", ParseErrorCode.VersionInvalid, 6)]
    [TestCase("GET /a b HTTP/1.1\r\n", ParseErrorCode.VersionInvalid, 7)]
    [TestCase("GET / http/1.1\r\n", ParseErrorCode.VersionInvalid, 6)]
    [TestCase("GET / HTTP/1.10\r\n", ParseErrorCode.VersionInvalid, 14)]
    [TestCase("GET / HTTP/1,1\r\n", ParseErrorCode.VersionInvalid, 12)]
    [TestCase("GET / HTTP/1.2\r\n", ParseErrorCode.VersionUnsupported, 6)]
    [TestCase("GET / HTTP/0.9\r\n", ParseErrorCode.VersionUnsupported, 6)]
    [TestCase("GET / HTTP/0.1\r\n", ParseErrorCode.VersionUnsupported, 6)]
    [TestCase("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ParseErrorCode.VersionUnsupported, 6)]
    [TestCase("GET * HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 4)]
    [TestCase("OPTIONS ** HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 8)]
    [TestCase("GET a HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 4)]
    [TestCase("GET a:80 HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 4)]
    [TestCase("GET ftp://a/ HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 4)]
    [TestCase("GET http:///a HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 11)]
    [TestCase("GET http://u@a/ HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 12)]
    [TestCase("GET http://a:b/ HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 13)]
    [TestCase("CONNECT a HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 9)]
    [TestCase("CONNECT a: HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 10)]
    [TestCase("CONNECT /a HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 8)]
    [TestCase("CONNECT a:65536 HTTP/1.1\r\n", ParseErrorCode.TargetInvalid, 14)]
    public void Refuses_the_request_line(string text, ParseErrorCode code, int offset) =>
        Assert.That(Feeding.RequestError(text), Is.EqualTo(new ParseError(code, offset)));

    [Test]
    public void A_request_line_as_long_as_the_limit_is_accepted_and_one_byte_more_is_not()
    {
        ParserLimits limits = ParserLimits.Default with { MaxStartLineBytes = 64 };
        string longest = $"GET /{new string('a', 50)} HTTP/1.1";
        Assert.That(longest, Has.Length.EqualTo(64));
        Assert.That(Feeding.Request(longest + "\r\n" + Host, limits), Does.StartWith("Get"));
        Assert.That(Feeding.Request("\r\n" + longest + "\r\n" + Host, limits), Does.StartWith("Get"));

        string tooLong = longest.Replace("/a", "/aa", StringComparison.Ordinal);
        ParseError expected = new(ParseErrorCode.RequestLineTooLong, 64);
        Assert.That(Feeding.RequestError(tooLong + "\r\n" + Host, limits), Is.EqualTo(expected));
        Assert.That(Feeding.RequestError(new string('G', 66), limits), Is.EqualTo(expected));
        Assert.That(Feeding.RequestError("\r\nGET " + new string('/', 80), limits), Is.EqualTo(expected with { Offset = 66 }));
    }

    [Test]
    public void Consumes_its_head_and_leaves_what_follows()
    {
        byte[] bytes = Feeding.Bytes("\r\nGET /1 HTTP/1.1\r\n" + Host + "GET /2 HTTP/1.1\r\n" + Host);
        RequestParser parser = new(ParserLimits.Default);
        RequestHead head = new();
        ReadOnlySequence<byte> buffer = new(bytes);
        Assert.That(parser.Parse(buffer, head), Is.EqualTo(ParseStatus.Complete));
        Assert.That(Feeding.Text(head.Path), Is.EqualTo("/1"));
        buffer = buffer.Slice(head.Length);
        Assert.That(parser.Parse(buffer, head), Is.EqualTo(ParseStatus.Complete));
        Assert.That(Feeding.Text(head.Path), Is.EqualTo("/2"));
        Assert.That(buffer.Length, Is.EqualTo(head.Length));
    }

    [Test]
    public void The_head_outlives_the_receive_buffer()
    {
        byte[] bytes = Feeding.Bytes("GET http://b?q HTTP/1.1\r\n" + Host);
        RequestHead head = new();
        new RequestParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(bytes), head);
        Array.Clear(bytes);
        Assert.That(Feeding.Text(head.Path), Is.EqualTo("/?q"));
        Assert.That(Feeding.Text(head.ValueOf(KnownHeader.Host)), Is.EqualTo("a"));
    }

    [Test]
    public void Starts_with_the_first_byte_that_is_no_empty_line()
    {
        byte[] bytes = Feeding.Bytes("\r\nG");
        RequestParser parser = new(ParserLimits.Default);
        RequestHead head = new();
        for (int length = 0; length < 3; length++)
        {
            parser.Parse(new ReadOnlySequence<byte>(bytes, 0, length), head);
            Assert.That(parser.Started, Is.False, $"{length} bytes");
        }

        parser.Parse(new ReadOnlySequence<byte>(bytes), head);
        Assert.That(parser.Started, Is.True);
        parser.Reset();
        Assert.That(parser.Started, Is.False);
    }

    [Test]
    public void Empty_line_that_was_consumed_counts_for_one_head()
    {
        RequestParser parser = new(ParserLimits.Default) { FollowsEmptyLine = true };
        RequestHead head = new();
        ReadOnlySequence<byte> good = new(Feeding.Bytes("GET / HTTP/1.1\r\n" + Host));
        ReadOnlySequence<byte> afterEmptyLine = new(Feeding.Bytes("\r\nGET / HTTP/1.1\r\n" + Host));
        Assert.That(parser.Parse(good, head), Is.EqualTo(ParseStatus.Complete));
        Assert.That(parser.Parse(afterEmptyLine, head), Is.EqualTo(ParseStatus.Complete));
        parser.FollowsEmptyLine = true;
        Assert.That(parser.Parse(afterEmptyLine, head), Is.EqualTo(ParseStatus.Failed));
        Assert.That(parser.Error, Is.EqualTo(new ParseError(ParseErrorCode.MethodInvalid, 0)));
    }

    [Test]
    public void Stays_failed_until_reset()
    {
        RequestParser parser = new(ParserLimits.Default);
        RequestHead head = new();
        Assert.That(parser.Parse(new ReadOnlySequence<byte>(Feeding.Bytes("(")), head), Is.EqualTo(ParseStatus.Failed));
        ReadOnlySequence<byte> good = new(Feeding.Bytes("GET / HTTP/1.1\r\n" + Host));
        Assert.That(parser.Parse(good, head), Is.EqualTo(ParseStatus.Failed));
        parser.Reset();
        Assert.That(parser.Parse(good, head), Is.EqualTo(ParseStatus.Complete));
    }

    [Test]
    public void A_body_in_later_segments_stays_out_of_the_head()
    {
        string text = "PUT / HTTP/1.1\r\nContent-Length: 60000\r\n" + Host;
        byte[] bytes = Feeding.Bytes(text + new string('b', 60000));
        RequestHead head = new();
        ParseStatus status = new RequestParser(ParserLimits.Default).Parse(Segments.Cut(bytes, 10, 20, 4000), head);
        Assert.That(status, Is.EqualTo(ParseStatus.Complete));
        Assert.That(head.Length, Is.EqualTo(text.Length));
        Assert.That(head.Gathered.Length, Is.LessThan(4096));
    }

    [Test]
    public void Limits_that_offsets_cannot_hold_are_refused() =>
        Assert.That(
            () => new RequestParser(ParserLimits.Default with { MaxFieldSectionBytes = 60000 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
}
