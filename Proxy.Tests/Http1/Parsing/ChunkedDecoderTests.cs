using System.Text;
using NUnit.Framework;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Tests.Http1.Parsing;

[TestFixture]
public sealed class ChunkedDecoderTests
{
    [TestCase("0\r\n\r\n", "", 5)]
    [TestCase("5\r\nhello\r\n0\r\n\r\nGET /", "hello", 15)]
    [TestCase("000a\r\n0123456789\r\n00\r\n\r\n", "0123456789", 24)]
    [TestCase("A\r\n0123456789\r\n1\r\n\n\r\n0\r\n\r\n", "0123456789\n", 26)]
    [TestCase("1;a\r\nx\r\n0;b=c;d=\"e;\\\"\\\\\r\x01\"\r\n\r\n", null, 0)]
    [TestCase("1 ; a = b\t;c=\"d\\\"\t\x80\" ;e\r\nx\r\n0;f\r\n\r\n", "x", 35)]
    [TestCase("0\r\nA: b\r\nC:\r\n\r\nx", "", 15)]
    [TestCase("0\r\nDigest: \t\x80 x\r\n\r\n", "", 19)]
    public void Reads_a_body(string text, string? data, int consumed)
    {
        string outcome = EveryWay(text);
        Assert.That(outcome, data is null ? Does.StartWith("Failed") : Is.EqualTo($"Complete {consumed} [{data}]"));
    }

    [TestCase("\r\n", ParseErrorCode.ChunkSizeInvalid, 0)]
    [TestCase(" 1\r\n", ParseErrorCode.ChunkSizeInvalid, 0)]
    [TestCase("g\r\n", ParseErrorCode.ChunkSizeInvalid, 0)]
    [TestCase("-1\r\n", ParseErrorCode.ChunkSizeInvalid, 0)]
    [TestCase("0x1\r\n", ParseErrorCode.ChunkSizeInvalid, 1)]
    [TestCase("1_0\r\n", ParseErrorCode.ChunkSizeInvalid, 1)]
    [TestCase(";a\r\n", ParseErrorCode.ChunkSizeInvalid, 0)]
    [TestCase("8000000000000000\r\n", ParseErrorCode.ChunkSizeInvalid, 15)]
    [TestCase("FFFFFFFFFFFFFFFFF\r\n", ParseErrorCode.ChunkSizeInvalid, 15)]
    [TestCase("00000000000000001\r\n", ParseErrorCode.ChunkSizeInvalid, 16)]
    [TestCase("1\n", ParseErrorCode.BareLineFeed, 1)]
    [TestCase("1\rx", ParseErrorCode.BareCarriageReturn, 2)]
    [TestCase("1;a\nx", ParseErrorCode.BareLineFeed, 3)]
    [TestCase("1 \r\n", ParseErrorCode.ChunkExtensionInvalid, 2)]
    [TestCase("1 2\r\n", ParseErrorCode.ChunkExtensionInvalid, 2)]
    [TestCase("1;\r\n", ParseErrorCode.ChunkExtensionInvalid, 2)]
    [TestCase("1;a=\r\n", ParseErrorCode.ChunkExtensionInvalid, 4)]
    [TestCase("1;a \r\n", ParseErrorCode.ChunkExtensionInvalid, 4)]
    [TestCase("1;a=b \r\n", ParseErrorCode.ChunkExtensionInvalid, 6)]
    [TestCase("1;a=b=c\r\n", ParseErrorCode.ChunkExtensionInvalid, 5)]
    [TestCase("1;a=\"b\r\n", ParseErrorCode.ChunkExtensionInvalid, 6)]
    [TestCase("1;a=\"b\"c\r\n", ParseErrorCode.ChunkExtensionInvalid, 7)]
    [TestCase("1;a=\"\\\x01\"\r\n", ParseErrorCode.ChunkExtensionInvalid, 6)]
    [TestCase("1;a@\r\n", ParseErrorCode.ChunkExtensionInvalid, 3)]
    [TestCase("1;a\0\r\n", ParseErrorCode.ChunkExtensionInvalid, 3)]
    [TestCase("1\r\nxy\r\n", ParseErrorCode.ChunkDataNotTerminated, 4)]
    [TestCase("1\r\nx\n", ParseErrorCode.ChunkDataNotTerminated, 4)]
    [TestCase("1\r\nx\ry", ParseErrorCode.ChunkDataNotTerminated, 5)]
    [TestCase("0\r\nx", null, 0)]
    [TestCase("0\r\n\n", ParseErrorCode.TrailerInvalid, 3)]
    [TestCase("0\r\n\rx", ParseErrorCode.TrailerInvalid, 4)]
    [TestCase("0\r\n A: b\r\n", ParseErrorCode.TrailerInvalid, 3)]
    [TestCase("0\r\nA : b\r\n", ParseErrorCode.TrailerInvalid, 4)]
    [TestCase("0\r\n: b\r\n", ParseErrorCode.TrailerInvalid, 3)]
    [TestCase("0\r\nA\r\n", ParseErrorCode.TrailerInvalid, 4)]
    [TestCase("0\r\nA: b\n", ParseErrorCode.TrailerInvalid, 7)]
    [TestCase("0\r\nA: \0\r\n", ParseErrorCode.TrailerInvalid, 6)]
    [TestCase("0\r\nA: b\r\n c\r\n\r\n", ParseErrorCode.TrailerInvalid, 9)]
    public void Refuses(string text, ParseErrorCode? code, int offset)
    {
        string outcome = EveryWay(text);
        Assert.That(outcome, code is { } fault ? Does.EndWith(new ParseError(fault, offset).ToString()) : Does.StartWith("NeedMore"));
    }

    [Test]
    public void A_chunk_line_is_bounded()
    {
        ParserLimits limits = ParserLimits.Default with { MaxChunkLineBytes = 8 };
        Assert.That(EveryWay("0;abcdef\r\n\r\n", limits), Is.EqualTo("Complete 12 []"));
        ParseError expected = new(ParseErrorCode.ChunkLineTooLong, 8);
        Assert.That(EveryWay("0;abcdefg\r\n\r\n", limits), Does.EndWith(expected.ToString()));
        Assert.That(EveryWay("0;abcdef;", limits), Does.EndWith(expected.ToString()));
    }

    [Test]
    public void The_trailer_is_bounded()
    {
        ParserLimits limits = ParserLimits.Default with { MaxTrailerBytes = 16 };
        Assert.That(EveryWay("0\r\nA: 123456789\r\n\r\n", limits), Is.EqualTo("Complete 19 []"));
        ParseError expected = new(ParseErrorCode.TrailerTooLarge, 19);
        Assert.That(EveryWay("0\r\nA: 0123456789\r\n\r\n", limits), Does.EndWith(expected.ToString()));
        Assert.That(EveryWay("0\r\nA: 0123456789abcdef", limits), Does.EndWith(expected.ToString()));
        Assert.That(EveryWay("0\r\nabcdefghijklmnopqrstuvw", limits), Does.EndWith(expected.ToString()));
    }

    [Test]
    public void The_largest_chunk_has_63_bits()
    {
        ChunkedDecoder decoder = new(ParserLimits.Default);
        ChunkStatus status = decoder.Read("7fffFFFFffffFFFF\r\nab"u8, out int consumed, out int start, out int length);
        Assert.That((status, consumed, start, length), Is.EqualTo((ChunkStatus.Data, 20, 18, 2)));
        Assert.That(decoder.DataLeft, Is.EqualTo(long.MaxValue - 2));
    }

    [Test]
    public void Agrees_with_a_naive_encoder_under_random_segmentation()
    {
        const int Seed = 40817;
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        ChunkedDecoder decoder = new(ParserLimits.Default);
        for (int round = 0; round < 2000; round++)
        {
            byte[] body = new byte[random.Next(3000)];
            random.NextBytes(body);
            byte[] encoded = Encode(body, random);
            byte[] input = [.. encoded, .. "next"u8];
            decoder.Reset();
            using MemoryStream decoded = new();
            int at = 0;
            ChunkStatus status = ChunkStatus.NeedMore;
            while (status is ChunkStatus.NeedMore or ChunkStatus.Data)
            {
                Assert.That(at, Is.LessThan(input.Length), $"round {round}");
                int length = Math.Min(random.Next(1, 400), input.Length - at);
                status = decoder.Read(input.AsSpan(at, length), out int consumed, out int start, out int count);
                decoded.Write(input, at + start, count);
                at += consumed;
            }

            Assert.That((status, at), Is.EqualTo((ChunkStatus.Complete, encoded.Length)), $"round {round}: {decoder.Error}");
            Assert.That(decoded.ToArray().AsSpan().SequenceEqual(body), Is.True, $"round {round}");
        }
    }

    private static byte[] Encode(byte[] body, Random random)
    {
        using MemoryStream encoded = new();
        byte[] header = new byte[ChunkedEncoder.MaxHeaderBytes];
        for (int at = 0; at < body.Length;)
        {
            int size = Math.Min(random.Next(1, 700), body.Length - at);
            string extension = random.Next(3) == 0 ? " ;x=\"1;2\"" : "";
            int length = ChunkedEncoder.WriteHeader(header, size);
            Assert.That(Feeding.Text(header.AsSpan(0, length)), Is.EqualTo($"{size:x}\r\n"));
            encoded.Write(Feeding.Bytes($"{size:X}{extension}\r\n"));
            encoded.Write(body, at, size);
            encoded.Write(ChunkedEncoder.DataEnd);
            at += size;
        }

        encoded.Write(random.Next(2) == 0 ? ChunkedEncoder.LastChunk : "000\r\nDigest: x\r\n\r\n"u8);
        return encoded.ToArray();
    }

    /// <summary>Whole, byte by byte, and cut at each position.</summary>
    private static string EveryWay(string text, ParserLimits? limits = null)
    {
        byte[] bytes = Feeding.Bytes(text);
        limits ??= ParserLimits.Default;
        string expected = Feed(limits, [bytes]);
        Assert.That(Feed(limits, [.. bytes.Select(b => new[] { b })]), Is.EqualTo(expected), "byte by byte");
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            Assert.That(Feed(limits, [bytes[..cut], bytes[cut..]]), Is.EqualTo(expected), $"cut at {cut}");
        }

        return expected;
    }

    private static string Feed(ParserLimits limits, IEnumerable<byte[]> pieces)
    {
        ChunkedDecoder decoder = new(limits);
        StringBuilder data = new();
        int total = 0;
        foreach (byte[] piece in pieces)
        {
            int at = 0;
            ChunkStatus status;
            do
            {
                status = decoder.Read(piece.AsSpan(at), out int consumed, out int start, out int length);
                data.Append(Feeding.Text(piece.AsSpan(at + start, length)));
                at += consumed;
                total += consumed;
                Assert.That(length == 0 || start + length == consumed, Is.True);
            }
            while (status == ChunkStatus.Data);

            if (status == ChunkStatus.Failed)
            {
                return $"Failed [{data}] {decoder.Error}";
            }

            if (status == ChunkStatus.Complete)
            {
                return $"Complete {total} [{data}]";
            }

            Assert.That(at, Is.EqualTo(piece.Length));
        }

        return $"NeedMore {total} [{data}]";
    }
}
