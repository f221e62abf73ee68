using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class BodyFramingTests
{
    [TestCase("", BodyKind.None, 0)]
    [TestCase("Content-Length: 0\r\n", BodyKind.Length, 0)]
    [TestCase("Content-Length:\t007 \r\n", BodyKind.Length, 7)]
    [TestCase("content-length: 9223372036854775807\r\n", BodyKind.Length, long.MaxValue)]
    [TestCase("Transfer-Encoding: chunked\r\n", BodyKind.Chunked, 0)]
    [TestCase("transfer-encoding:\t cHUNKED\t\r\n", BodyKind.Chunked, 0)]
    public void Of_requests(string fields, BodyKind kind, long length)
    {
        string text = "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
        Assert.That(Feeding.Request(text), Does.Contain($"Length = {length}"));
        Assert.That(Feeding.ParseRequest(text).Framing, Is.EqualTo(new BodyFraming(kind, length)));
    }

    [TestCase("Content-Length:\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: -1\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: +1\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: 1 2\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: 5, 5\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: 5,\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: 0x5\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: 1_000\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: \xB2\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: 9223372036854775808\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: 18446744073709551617\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: 00000000000000000001\r\n", ParseErrorCode.ContentLengthInvalid)]
    [TestCase("Content-Length: 5\r\nContent-Length: 5\r\n", ParseErrorCode.ContentLengthRepeated)]
    [TestCase("Content-Length: 5\r\nX: 1\r\ncontent-length: 6\r\n", ParseErrorCode.ContentLengthRepeated)]
    [TestCase("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", ParseErrorCode.TransferEncodingWithContentLength)]
    [TestCase("Content-Length: 5\r\nTransfer-Encoding: x\r\n", ParseErrorCode.TransferEncodingWithContentLength)]
    [TestCase("Transfer-Encoding:\r\n", ParseErrorCode.TransferEncodingInvalid)]
    [TestCase("Transfer-Encoding: chunked, chunked\r\n", ParseErrorCode.TransferEncodingInvalid)]
    [TestCase("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", ParseErrorCode.TransferEncodingInvalid)]
    [TestCase("Transfer-Encoding: chunked, gzip\r\n", ParseErrorCode.TransferEncodingInvalid)]
    [TestCase("Transfer-Encoding: chunked;a=b\r\n", ParseErrorCode.TransferEncodingInvalid)]
    [TestCase("Transfer-Encoding: chunked,\r\n", ParseErrorCode.TransferEncodingInvalid)]
    [TestCase("Transfer-Encoding: ,chunked\r\n", ParseErrorCode.TransferEncodingInvalid)]
    [TestCase("Transfer-Encoding: \"chunked\"\r\n", ParseErrorCode.TransferEncodingInvalid)]
    [TestCase("Transfer-Encoding: chun ked\r\n", ParseErrorCode.TransferEncodingInvalid)]
    [TestCase("Transfer-Encoding: chunked\x80\r\n", ParseErrorCode.TransferEncodingInvalid)]
    [TestCase("Transfer-Encoding: xchunked\r\n", ParseErrorCode.TransferEncodingUnsupported)]
    [TestCase("Transfer-Encoding: identity\r\n", ParseErrorCode.TransferEncodingUnsupported)]
    [TestCase("Transfer-Encoding: gzip, chunked\r\n", ParseErrorCode.TransferEncodingUnsupported)]
    [TestCase("Transfer-Encoding: gzip;q=1 , Chunked\r\n", ParseErrorCode.TransferEncodingUnsupported)]
    public void Refused_in_both_directions(string fields, ParseErrorCode code)
    {
        Assert.That(Feeding.RequestError("POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n").Code, Is.EqualTo(code));
        Assert.That(Feeding.ResponseError("HTTP/1.1 200 OK\r\n" + fields + "\r\n").Code, Is.EqualTo(code));
        Assert.That(Feeding.ResponseError("HTTP/1.1 200 OK\r\n" + fields + "\r\n", KnownMethod.Head).Code, Is.EqualTo(code));
        Assert.That(Feeding.ResponseError("HTTP/1.1 304 X\r\n" + fields + "\r\n").Code, Is.EqualTo(code));
    }

    [Test]
    public void Transfer_encoding_is_no_part_of_HTTP_1_0()
    {
        const string Fields = "Transfer-Encoding: chunked\r\n\r\n";
        Assert.That(Feeding.RequestError("POST / HTTP/1.0\r\n" + Fields).Code, Is.EqualTo(ParseErrorCode.TransferEncodingOnHttp10));
        Assert.That(Feeding.ResponseError("HTTP/1.0 200 OK\r\n" + Fields).Code, Is.EqualTo(ParseErrorCode.TransferEncodingOnHttp10));
    }

    [TestCase(200, KnownMethod.Get, "", BodyKind.UntilClose, 0)]
    [TestCase(200, KnownMethod.Get, "Content-Length: 3\r\n", BodyKind.Length, 3)]
    [TestCase(200, KnownMethod.Get, "Transfer-Encoding: chunked\r\n", BodyKind.Chunked, 0)]
    [TestCase(205, KnownMethod.Get, "Content-Length: 0\r\n", BodyKind.Length, 0)]
    [TestCase(200, KnownMethod.Head, "Content-Length: 3\r\n", BodyKind.None, 0)]
    [TestCase(200, KnownMethod.Head, "Transfer-Encoding: chunked\r\n", BodyKind.None, 0)]
    [TestCase(200, KnownMethod.Head, "", BodyKind.None, 0)]
    [TestCase(304, KnownMethod.Get, "Content-Length: 3\r\n", BodyKind.None, 0)]
    [TestCase(304, KnownMethod.Get, "Transfer-Encoding: chunked\r\n", BodyKind.None, 0)]
    [TestCase(204, KnownMethod.Get, "Content-Length: 3\r\n", BodyKind.None, 0)]
    [TestCase(100, KnownMethod.Post, "", BodyKind.None, 0)]
    [TestCase(101, KnownMethod.Get, "Content-Length: 3\r\n", BodyKind.None, 0)]
    [TestCase(200, KnownMethod.Connect, "Content-Length: 3\r\n", BodyKind.None, 0)]
    [TestCase(299, KnownMethod.Connect, "", BodyKind.None, 0)]
    [TestCase(403, KnownMethod.Connect, "Content-Length: 3\r\n", BodyKind.Length, 3)]
    public void Of_responses(int status, KnownMethod method, string fields, BodyKind kind, long length)
    {
        ResponseHead head = Feeding.ParseResponse($"HTTP/1.1 {status} X\r\n{fields}\r\n", method);
        Assert.That(head.Framing, Is.EqualTo(new BodyFraming(kind, length)));
        Assert.That(head.KeepAlive, Is.EqualTo(kind != BodyKind.UntilClose));
        Assert.That(head.Framing.HasBody, Is.EqualTo(kind is BodyKind.Chunked or BodyKind.UntilClose || length > 0));
    }

    [TestCase(204)]
    [TestCase(100)]
    [TestCase(101)]
    public void Transfer_encoding_where_no_body_can_be_is_refused(int status) =>
        Assert.That(
            Feeding.ResponseError($"HTTP/1.1 {status} X\r\nTransfer-Encoding: chunked\r\n\r\n").Code,
            Is.EqualTo(ParseErrorCode.TransferEncodingNotAllowed));
}
