using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Writing;

namespace Proxy.Tests.Http1.Writing;

[TestFixture]
public sealed class HeadWriterTests
{
    private const string Fields = "Server: x\r\nHost:  a \r\nVia: b\r\nX-One: 1\r\nx-two:\r\nVia: c\r\nAge: 1\r\n";

    [Test]
    public void Copies_all_lines_as_they_came() => Assert.That(Write(Fields), Is.EqualTo(Fields));

    [Test]
    public void Drops_lines_of_the_set_and_keeps_all_others_as_they_came() =>
        Assert.That(
            Write(Fields, KnownHeader.Server, KnownHeader.Via, KnownHeader.Age, KnownHeader.Vary),
            Is.EqualTo("Host:  a \r\nX-One: 1\r\nx-two:\r\n"));

    [Test]
    public void Drops_lines_that_Connection_nominates() =>
        Assert.That(
            Write(Fields + "Connection: X-Two, close, host, age\r\n", KnownHeader.Connection),
            Is.EqualTo("Server: x\r\nHost:  a \r\nVia: b\r\nX-One: 1\r\nVia: c\r\nAge: 1\r\n"));

    [Test]
    public void Drops_everything_when_told_so() => Assert.That(Write("Host: a\r\n", KnownHeader.Host), Is.Empty);

    [TestCase("X-One", "Server: x\r\nHost:  a \r\nVia: b\r\nx-two:\r\nVia: c\r\nAge: 1\r\n")]
    [TestCase("x_*", "Server: x\r\nHost:  a \r\nVia: b\r\nVia: c\r\nAge: 1\r\n")]
    [TestCase("A*", "Server: x\r\nHost:  a \r\nVia: b\r\nX-One: 1\r\nx-two:\r\nVia: c\r\n")]
    [TestCase("X", Fields)]
    public void Drops_lines_of_any_name(string name, string left)
    {
        RequestHead head = Feeding.ParseRequest($"GET / HTTP/1.1\r\n{Fields}\r\n");
        byte[] bytes = new byte[HeadWriter.UpperBound(head)];
        HeadWriter writer = new(bytes);
        FieldFilter filter = new(default, Names: new FieldNames(name));
        writer.WriteFields(head, filter);
        Assert.That(Feeding.Text(bytes.AsSpan(0, writer.Written)), Is.EqualTo(left));
        Assert.That(Enumerable.Range(0, head.Fields.Count).Any(i => filter.LeavesOut(head, i)), Is.EqualTo(left != Fields));
    }

    [TestCase("/a/b", "/a/b")]
    [TestCase("//a///b//", "/a/b/")]
    [TestCase("//a?b//c", "/a?b//c")]
    [TestCase("/a?b//c", "/a?b//c")]
    [TestCase("//", "/")]
    [TestCase("", "")]
    public void Makes_one_slash_of_several(string path, string merged)
    {
        byte[] bytes = new byte[32];
        HeadWriter writer = new(bytes);
        writer.Write("//x"u8);
        writer.Write(Feeding.Bytes(path));
        writer.MergeSlashes(3);
        writer.Write("!"u8);
        Assert.That(Feeding.Text(bytes.AsSpan(0, writer.Written)), Is.EqualTo($"//x{merged}!"));
    }

    [Test]
    public void Takes_back_what_was_written_behind_a_place()
    {
        byte[] bytes = new byte[8];
        HeadWriter writer = new(bytes);
        writer.Write("abcd"u8);
        writer.Rewind(2);
        writer.Write("x"u8);
        writer.Rewind(100);
        Assert.That(Feeding.Text(bytes.AsSpan(0, writer.Written)), Is.EqualTo("abx"));
    }

    [TestCase("GET /a?b HTTP/1.1", "GET /a?b HTTP/1.1\r\n")]
    [TestCase("GET /a HTTP/1.0", "GET /a HTTP/1.1\r\n")]
    [TestCase("get HTTP://b/c?d HTTP/1.1", "get /c?d HTTP/1.1\r\n")]
    [TestCase("GET http://b?d HTTP/1.1", "GET /?d HTTP/1.1\r\n")]
    [TestCase("GET http://b HTTP/1.1", "GET / HTTP/1.1\r\n")]
    [TestCase("OPTIONS http://b HTTP/1.1", "OPTIONS * HTTP/1.1\r\n")]
    [TestCase("OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1\r\n")]
    [TestCase("CONNECT b:1 HTTP/1.1", "CONNECT b:1 HTTP/1.1\r\n")]
    public void Writes_the_request_line_for_an_origin(string received, string written)
    {
        RequestHead head = Feeding.ParseRequest(received + "\r\nHost: a\r\n\r\n");
        byte[] bytes = new byte[HeadWriter.UpperBound(head)];
        HeadWriter writer = new(bytes);
        RequestWriter.WriteRequestLine(ref writer, head);
        Assert.That(Feeding.Text(bytes.AsSpan(0, writer.Written)), Is.EqualTo(written));
    }

    [Test]
    public void Writes_numbers_fields_and_the_status_line()
    {
        byte[] bytes = new byte[200];
        HeadWriter writer = new(bytes);
        ResponseWriter.WriteStatusLine(ref writer, 404, ReasonPhrases.Of(404));
        writer.WriteField("A"u8, "b"u8);
        writer.WriteField("C"u8, long.MaxValue);
        writer.WriteEnd();
        Assert.That(
            Feeding.Text(bytes.AsSpan(0, writer.Written)),
            Is.EqualTo("HTTP/1.1 404 Not Found\r\nA: b\r\nC: 9223372036854775807\r\n\r\n"));
    }

    [Test]
    public void A_destination_too_small_throws()
    {
        Assert.That(() => new HeadWriter(new byte[2]).Write("abc"u8), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new HeadWriter(new byte[2]).WriteNumber(100), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new HeadWriter([]).WriteByte(1), Throws.InstanceOf<IndexOutOfRangeException>());
        Assert.That(() => ChunkedEncoder.WriteHeader(new byte[2], 1), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => ChunkedEncoder.WriteHeader(new byte[18], 0), Throws.InstanceOf<ArgumentException>());
        Assert.That(ChunkedEncoder.WriteHeader(new byte[ChunkedEncoder.MaxHeaderBytes], long.MaxValue), Is.EqualTo(18));
    }

    private static string Write(string fields, params KnownHeader[] drop)
    {
        RequestHead head = Feeding.ParseRequest($"GET / HTTP/1.1\r\n{fields}\r\n");
        byte[] bytes = new byte[HeadWriter.UpperBound(head)];
        HeadWriter writer = new(bytes);
        writer.WriteFields(head, KnownHeaderSet.Of(drop));
        return Feeding.Text(bytes.AsSpan(0, writer.Written));
    }
}
