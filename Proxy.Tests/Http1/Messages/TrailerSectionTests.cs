using System.Text;
using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Tests.Http1.Messages;

/// <summary>What is kept of a trailer section, whichever way its bytes arrive.</summary>
[TestFixture]
public sealed class TrailerSectionTests : ITrailerOwner
{
    private readonly TrailerSection _section = new();
    private MessageHead _head = new ResponseHead();
    private int _begun;

    [TestCase("", "", TestName = "None")]
    [TestCase("A: b\r\n", "A=[b] ", TestName = "One")]
    [TestCase("A:b\r\nC: \t d e\t \r\nF:\r\nA: \x80\r\n", "A=[b] C=[d e] F=[] A=[\x80] ", TestName = "Several, whitespace and a repeated name among them")]
    [TestCase("ETag: \"x\"\r\nContent-Digest: sha-256=:x=:\r\n", "ETag=[\"x\"] Content-Digest=[sha-256=:x=:] ", TestName = "A known one")]
    public void Keeps_fields_as_they_came(string lines, string fields)
    {
        Assert.That(EveryWay(lines), Is.EqualTo($"Complete {fields}"));
        Assert.That(Feeding.Text(_section.Lines), Is.EqualTo(lines));
    }

    [TestCase("Content-Length: 5\r\nA: b\r\n", "A=[b] ", "A: b\r\n")]
    [TestCase("A: b\r\nAuthorization: x\r\nC: d\r\n", "A=[b] C=[d] ", "A: b\r\nC: d\r\n")]
    [TestCase("A: b\r\nX_Forwarded_For: x\r\n", "A=[b] ", "A: b\r\n")]
    [TestCase("transfer_encoding: chunked\r\nHOST: x\r\n", "", "")]
    public void Drops_what_may_not_pass(string lines, string fields, string left)
    {
        Assert.That(EveryWay(lines), Is.EqualTo($"Complete {fields}"));
        Assert.That(Feeding.Text(_section.Lines), Is.EqualTo(left));
    }

    [Test]
    public void Drops_what_the_heads_connection_nominates()
    {
        _head = Feeding.ParseResponse("HTTP/1.1 200 OK\r\nConnection: x-hop, etag\r\nTransfer-Encoding: chunked\r\n\r\n");
        Assert.That(EveryWay("X-Hop: 1\r\nX-Hops: 1\r\nETag: 1\r\n"), Is.EqualTo("Complete X-Hops=[1] "));
    }

    [Test]
    public void Is_asked_for_only_where_there_is_a_field()
    {
        Feed([Feeding.Bytes("5\r\nhello\r\n0\r\n\r\n")], ParserLimits.Default);
        Assert.That(_begun, Is.Zero);
        Feed([Feeding.Bytes("0\r\nA: b\r\nC: d\r\n\r\n")], ParserLimits.Default);
        Assert.That(_begun, Is.EqualTo(1));
    }

    [Test]
    public void Number_of_fields_is_bounded()
    {
        ParserLimits limits = ParserLimits.Default with { MaxFields = 2 };
        Assert.That(EveryWay("A: b\r\nHost: x\r\n", limits), Is.EqualTo("Complete A=[b] "));
        ParseError expected = new(ParseErrorCode.TooManyFields, 18);
        Assert.That(EveryWay("A: b\r\nHost: x\r\nC", limits), Is.EqualTo($"Failed {expected}"));
        Assert.That(expected.RequestStatus, Is.EqualTo(431));
    }

    [Test]
    public void Size_is_bounded_for_what_is_dropped_too()
    {
        ParserLimits limits = ParserLimits.Default with { MaxTrailerBytes = 16 };
        Assert.That(EveryWay("A: 123456789\r\n", limits), Is.EqualTo("Complete A=[123456789] "));
        ParseError expected = new(ParseErrorCode.TrailerTooLarge, 19);
        Assert.That(EveryWay("Host: 12\r\nA: b\r\n", limits), Is.EqualTo($"Failed {expected}"));
        Assert.That(EveryWay("Host: 123456789\r\n", limits), Is.EqualTo($"Failed {expected}"));
        Assert.That(expected.RequestStatus, Is.EqualTo(431));
    }

    [Test]
    public void Largest_section_is_kept_whole()
    {
        ParserLimits limits = ParserLimits.Default with { MaxTrailerBytes = 65_535, MaxFields = 70 };
        limits.Validate();
        string lines = string.Concat(Enumerable.Range(10, 66).Select(i => $"X-{i}: {new string('x', 984)}\r\n"));
        Assert.That(Feed([Feeding.Bytes($"0\r\n{lines}\r\n")], limits), Does.StartWith("Complete X-10=[xxx"));
        Assert.That(Feeding.Text(_section.Lines), Is.EqualTo(lines));
        Assert.That(Feeding.Text(_section.ValueOf(65)), Is.EqualTo(new string('x', 984)));
        Assert.That(() => (limits with { MaxTrailerBytes = 65_536 }).Validate(), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Is_written_behind_the_last_chunk()
    {
        Feed([Feeding.Bytes("0\r\nA: b\r\nHost: x\r\n\r\n")], ParserLimits.Default);
        byte[] output = new byte[64];
        HeadWriter writer = new(output);
        writer.WriteLastChunk(_section);
        writer.WriteLastChunk(null);
        Assert.That(Feeding.Text(output.AsSpan(0, writer.Written)), Is.EqualTo("0\r\nA: b\r\n\r\n0\r\n\r\n"));
    }

    TrailerSection ITrailerOwner.BeginTrailers()
    {
        _begun++;
        _section.Begin(_head);
        return _section;
    }

    [SetUp]
    public void Forget()
    {
        _section.Reset();
        (_head, _begun) = (new ResponseHead(), 0);
    }

    /// <summary>Whole, byte by byte, and cut at each position.</summary>
    private string EveryWay(string lines, ParserLimits? limits = null)
    {
        byte[] bytes = Feeding.Bytes($"0\r\n{lines}\r\n");
        limits ??= ParserLimits.Default;
        string expected = Feed([bytes], limits);
        Assert.That(Feed(bytes.Select(b => new[] { b }), limits), Is.EqualTo(expected), "byte by byte");
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            Assert.That(Feed([bytes[..cut], bytes[cut..]], limits), Is.EqualTo(expected), $"cut at {cut}");
        }

        return expected;
    }

    private string Feed(IEnumerable<byte[]> pieces, ParserLimits limits)
    {
        _section.Reset();
        ChunkedDecoder decoder = new(limits, this);
        foreach (byte[] piece in pieces)
        {
            int at = 0;
            ChunkStatus status;
            do
            {
                status = decoder.Read(piece.AsSpan(at), out int consumed, out _, out _);
                at += consumed;
            }
            while (status == ChunkStatus.Data);

            if (status != ChunkStatus.NeedMore)
            {
                return status == ChunkStatus.Failed ? $"Failed {decoder.Error}" : $"Complete {Describe()}";
            }
        }

        return "NeedMore";
    }

    private string Describe()
    {
        StringBuilder text = new();
        for (int i = 0; i < _section.Fields.Count; i++)
        {
            text.Append($"{Feeding.Text(_section.NameOf(i))}=[{Feeding.Text(_section.ValueOf(i))}] ");
        }

        return text.ToString();
    }
}
