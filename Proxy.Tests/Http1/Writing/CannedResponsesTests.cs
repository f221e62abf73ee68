using NUnit.Framework;
using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;
using Proxy.Http1.Writing;

namespace Proxy.Tests.Http1.Writing;

[TestFixture]
public sealed class CannedResponsesTests
{
    private const string Date = "Sun, 06 Nov 1994 08:49:37 GMT";

    [Test]
    public void Say_status_and_reason_and_nothing_else() =>
        Assert.That(
            Write(503, Date, close: true, headOnly: false),
            Is.EqualTo(
                $"HTTP/1.1 503 Service Unavailable\r\nDate: {Date}\r\nContent-Type: text/plain\r\nContent-Length: 24\r\n"
                + "Connection: close\r\n\r\n503 Service Unavailable\n"));

    [Test]
    public void Leave_out_what_is_not_wanted()
    {
        Assert.That(
            Write(404, "", close: false, headOnly: true),
            Is.EqualTo("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 14\r\n\r\n"));
        Assert.That(Write(204, "", close: false, headOnly: false), Is.EqualTo("HTTP/1.1 204 No Content\r\n\r\n"));
        Assert.That(Write(100, "", close: false, headOnly: false), Is.EqualTo("HTTP/1.1 100 Continue\r\n\r\n"));
    }

    [Test]
    public void Are_whole_and_within_bounds_for_every_status()
    {
        for (int status = 200; status <= 599; status++)
        {
            foreach (ProtocolVersion version in Enum.GetValues<ProtocolVersion>())
            {
                string text = Write(status, Date, close: false, headOnly: false, version);
                ResponseHead head = Feeding.ParseResponse(text);
                long body = head.Framing.Kind == BodyKind.None || status is 204 ? 0 : head.Framing.Length;
                bool expectsBody = status is not (204 or 304);
                Assert.That(text, Has.Length.EqualTo(head.Length + body), text);
                Assert.That(head.Framing.Kind, Is.EqualTo(expectsBody ? BodyKind.Length : BodyKind.None), text);
                Assert.That(head.Fields.Present.Contains(KnownHeader.Connection), Is.EqualTo(version == ProtocolVersion.Http10));
            }
        }
    }

    private static string Write(int status, string date, bool close, bool headOnly, ProtocolVersion version = ProtocolVersion.Http11)
    {
        byte[] bytes = new byte[CannedResponses.MaxBytes];
        int length = CannedResponses.Write(bytes, status, Feeding.Bytes(date), close, headOnly, version);
        return Feeding.Text(bytes.AsSpan(0, length));
    }
}
