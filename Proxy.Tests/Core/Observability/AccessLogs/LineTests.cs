using System.Buffers;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Proxy.Core.Observability.AccessLogs;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Tests.Kit;

namespace Proxy.Tests.Core.Observability.AccessLogs;

/// <summary>Both formats, over heads as clients send them and over bytes as no client should.</summary>
[TestFixture]
public sealed class LineTests
{
    private const string Request =
        "GET /a?b=c HTTP/1.1\r\nHost: www.example.org\r\nUser-agent: curl/8\r\nReferer: http://x/\r\nAuthorization: secret\r\nCookie: secret\r\n\r\n";

    private readonly RequestHead _head = new();

    private delegate int Render(Span<byte> destination, in AccessEntry entry, LogClock clock);

    [Test]
    public void Combined_line_of_a_request_that_was_answered() => Assert.That(
        Combined(Of(Request)),
        Is.EqualTo("192.0.2.7 - - [02/Jan/2026:03:04:05 +0000] \"GET /a?b=c HTTP/1.1\" 200 13 \"http://x/\" \"curl/8\"\n"));

    [Test]
    public void Combined_line_of_a_request_that_failed_says_why()
    {
        var entry = Of(Request);
        (entry.Status, entry.Error, entry.Tries, entry.Duration, entry.Wait) = (504, ProxyError.UpstreamConnectTimeout, 2, 10_003, 5_000);
        Assert.That(
            Combined(entry),
            Does.EndWith("\" 504 13 \"http://x/\" \"curl/8\" error=upstream-connect-timeout tries=2 endpoint=10.0.0.5:80 wait_ms=5000 head_ms=3 duration_ms=10003\n"));
    }

    [Test]
    public void Combined_line_of_which_little_is_known()
    {
        var entry = new AccessEntry { RefusedLine = "\u0016\u0003\"\\\u007Fa"u8, Error = ProxyError.ClientHeadInvalid };
        (entry.Wait, entry.Head) = (ExchangeTimes.Never, ExchangeTimes.Never);
        Assert.That(
            Combined(entry),
            Is.EqualTo("- - - [02/Jan/2026:03:04:05 +0000] \"\\x16\\x03\\x22\\x5C\\x7Fa\" 000 0 \"-\" \"-\" "
                + "error=client-head-invalid tries=0 endpoint=- wait_ms=- head_ms=- duration_ms=0\n"));
    }

    [Test]
    public void Json_line_of_a_request_that_was_answered() => Assert.That(
        Json(Of(Request)),
        Is.EqualTo("{\"time\":\"2026-01-02T03:04:05.000Z\",\"client\":\"192.0.2.7\",\"method\":\"GET\",\"host\":\"www.example.org\",\"target\":\"/a?b=c\","
            + "\"protocol\":\"HTTP/1.1\",\"status\":200,\"bytes_sent\":13,\"bytes_received\":0,\"duration_ms\":0,\"upstream\":\"site\","
            + "\"endpoint\":\"10.0.0.5:80\",\"tries\":1,\"wait_ms\":0,\"head_ms\":3,\"referer\":\"http://x/\",\"user_agent\":\"curl/8\"}\n"));

    [Test]
    public void Json_line_of_a_response_that_was_cut()
    {
        var entry = Of(Request);
        (entry.Error, entry.IsCut) = (ProxyError.UpstreamBodyTruncated, true);
        entry.Route = LogName.Of("über \"alles\"");
        entry.RequestId = "r1"u8;
        var line = JsonElement.Parse(Json(entry));
        Assert.Multiple(() =>
        {
            Assert.That(line.GetProperty("error").GetString(), Is.EqualTo("upstream-body-truncated"));
            Assert.That(line.GetProperty("cut").GetBoolean(), Is.True);
            Assert.That(line.GetProperty("route").GetString(), Is.EqualTo("über \"alles\""));
            Assert.That(line.GetProperty("request_id").GetString(), Is.EqualTo("r1"));
        });
    }

    [Test]
    public void Bytes_that_are_no_plain_text_are_escaped()
    {
        var entry = Of("GET /\"q HTTP/1.1\r\nHost: a\r\nUser-Agent: \"\\\t\u00E4\u00FF\r\n\r\n");
        Assert.That(Combined(entry), Does.Contain("\"GET /\\x22q HTTP/1.1\"").And.Contain("\"\\x22\\x5C\\x09\\xE4\\xFF\""));
        Assert.That(JsonElement.Parse(Json(entry)).GetProperty("user_agent").GetString(), Is.EqualTo("\"\\\t\u00E4\u00FF"));
    }

    [Test]
    public void What_is_too_long_is_cut()
    {
        var entry = Of($"GET /{new string('x', 8000)} HTTP/1.1\r\nHost: a\r\nUser-Agent: {new string('y', 5000)}\r\nReferer: {new string('\u0080', 5000)}\r\n\r\n");
        var line = Combined(entry).Split('"');
        Assert.That((line[1].Length, line[5].Length), Is.EqualTo(("GET ".Length + LineLimits.Target + " HTTP/1.1".Length, LineLimits.UserAgent)));
        Assert.That(line[3], Has.Length.InRange(LineLimits.Referer - 6, LineLimits.Referer).And.EndsWith("\\x80"));
    }

    [Test]
    public void Any_bytes_make_one_line_and_one_object()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = RandomBytes(random);
            var entry = Hostile(bytes, random.Next(2) == 0);
            entry.Error = (ProxyError)random.Next((int)ProxyError.Internal + 1);
            Assert.That(Combined(entry).AsSpan()[..^1].IndexOfAnyExceptInRange(' ', '~'), Is.EqualTo(-1), $"seed {seed}");
            using var json = JsonDocument.Parse(Json(entry));
            if (!entry.Protocol.IsEmpty && bytes.Length is > 0 and < 40)
            {
                Assert.That(json.RootElement.GetProperty("user_agent").GetString(), Is.EqualTo(Encoding.Latin1.GetString(bytes)), $"seed {seed}");
            }
        }
    }

    // Everything as long as it can be.
    private static AccessEntry Hostile(ReadOnlySpan<byte> bytes, bool isRefused) => new()
    {
        Client = bytes,
        Method = bytes,
        Target = bytes,
        Protocol = isRefused ? default : "HTTP/1.1"u8,
        RefusedLine = bytes,
        Host = bytes,
        Referer = bytes,
        UserAgent = bytes,
        RequestId = bytes,
        Route = LogName.Of(Encoding.Latin1.GetString(bytes)),
        Upstream = LogName.Of(new string('\uFFFF', 500)),
        Endpoint = LogName.Of(new string('\uD800', 500)),
        Status = 599,
        BytesSent = long.MaxValue,
        BytesReceived = long.MaxValue,
        Tries = int.MaxValue,
        Duration = long.MaxValue,
        Wait = long.MaxValue,
        Head = long.MaxValue,
        IsCut = true,
    };

    // Short or long, and of all bytes or of those alone that take the longest escapes.
    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(random.Next(2) == 0 ? 40 : 9000)];
        random.NextBytes(bytes);
        if (random.Next(3) == 0)
        {
            Array.ForEach([.. Enumerable.Range(0, bytes.Length)], i => bytes[i] |= 0x80);
        }

        return bytes;
    }

    private static string Combined(in AccessEntry entry) => Written(CombinedLine.Write, entry);

    private static string Json(in AccessEntry entry) => Written(JsonLine.Write, entry);

    // In room of exactly the size that is reserved.
    private static string Written(Render render, in AccessEntry entry)
    {
        var clock = new LogClock(new ManualClock());
        clock.Set(0);
        var room = new byte[LineLimits.Line];
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(room, 0, render(room, entry, clock));
    }

    private AccessEntry Of(string request)
    {
        var bytes = Encoding.Latin1.GetBytes(request);
        Assert.That(new RequestParser(ParserLimits.Default).Parse(new ReadOnlySequence<byte>(bytes), _head), Is.EqualTo(ParseStatus.Complete));
        var entry = new AccessEntry
        {
            Client = "192.0.2.7"u8,
            Upstream = "site"u8,
            Endpoint = "10.0.0.5:80"u8,
            Status = 200,
            BytesSent = 13,
            Tries = 1,
            Head = 3,
        };
        entry.Take(_head);
        return entry;
    }
}
