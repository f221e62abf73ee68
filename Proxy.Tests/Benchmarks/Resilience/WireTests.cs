using System.Text;
using NUnit.Framework;
using Proxy.Benchmarks.Resilience.Load;
using Proxy.Benchmarks.Resilience.Wire;

namespace Proxy.Tests.Benchmarks.Resilience;

internal sealed class WireTests
{
    [TestCase(7, "GET /short HTTP/1.1\r\n")]
    [TestCase(10, "POST /orders HTTP/1.1\r\n")]
    [TestCase(21, "GET /long HTTP/1.1\r\n")]
    public void A_request_carries_its_number(int number, string start)
    {
        var writer = new RequestWriter();
        writer.Write(1_234_567_890);
        var bytes = writer.Write(number).ToArray();
        var head = HeadScan.Length(bytes);
        Assert.That(Encoding.ASCII.GetString(bytes), Does.StartWith(start));
        Assert.That(HeadScan.Number(bytes.AsSpan(0, head), Traffic.NumberField), Is.EqualTo(number));
        Assert.That(bytes.Length - head, Is.EqualTo(Math.Max(0, HeadScan.Number(bytes.AsSpan(0, head), "Content-Length"))));
        Assert.That(bytes.Length - head, Is.EqualTo(Traffic.IsPost(number) ? Traffic.PostBytes : 0));
    }

    [TestCase("content-length: 12\r\n", 12)]
    [TestCase("CONTENT-LENGTH:12\r\n", 12)]
    [TestCase("X-Content-Length: 12\r\n", -1)]
    [TestCase("Content-Length: 12x\r\n", -1)]
    [TestCase("Content-Length-Too: 12\r\n", -1)]
    public void Fields_are_found_by_their_whole_name(string field, int expected) =>
        Assert.That(HeadScan.Number(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{field}\r\n"), "Content-Length"), Is.EqualTo(expected));

    [Test]
    public void A_response_split_anywhere_is_read_once()
    {
        var bytes = Encoding.ASCII.GetBytes("HTTP/1.1 503 No\r\nConnection: Close\r\nContent-Length: 14\r\n\r\n0000000042....");
        for (var split = 0; split < bytes.Length; split++)
        {
            var reader = new ResponseReader();
            Assert.That(reader.Take(bytes.AsSpan(0, split)), Is.False, $"split at {split}");
            Assert.That(reader.HasBegun, Is.EqualTo(split > 0));
            Assert.That(reader.Take(bytes.AsSpan(split)), Is.True, $"split at {split}");
            Assert.That((reader.Status, reader.Closes, reader.Number), Is.EqualTo((503, true, 42)), $"split at {split}");
        }
    }

    [Test]
    public void A_reader_takes_one_response_after_the_other()
    {
        var reader = new ResponseReader();
        Assert.That(reader.Take(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n0000000001{new string('.', 8990)}")), Is.True);
        reader.Reset();
        Assert.That(reader.HasBegun, Is.False);
        Assert.That(reader.Take("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0000000002"u8), Is.True);
        Assert.That((reader.Number, reader.Closes), Is.EqualTo((2, false)));
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab")]
    [TestCase("HTTP/1.1 200 OK\r\n\r\n")]
    [TestCase("HTTP/1.1 2x0 OK\r\nContent-Length: 1\r\n\r\na")]
    [TestCase("nonsense\r\n\r\n")]
    public void What_is_no_response_is_refused(string text) =>
        Assert.That(() => new ResponseReader().Take(Encoding.ASCII.GetBytes(text)), Throws.TypeOf<FormatException>());
}
