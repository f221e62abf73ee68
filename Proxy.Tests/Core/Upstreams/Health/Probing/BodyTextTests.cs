using System.Buffers;
using System.Text;
using NUnit.Framework;
using Proxy.Core.Upstreams.Health.Probing;

namespace Proxy.Tests.Core.Upstreams.Health.Probing;

internal sealed class BodyTextTests
{
    [Test]
    public void Text_is_found_wherever_the_body_is_split([Values("o", "ok", "status: ok")] string wanted)
    {
        var body = Encoding.ASCII.GetBytes("oo status: oo, status: ok.");
        for (var first = 0; first <= body.Length; first++)
        {
            for (var second = first; second <= body.Length; second++)
            {
                Assert.That(Finds(wanted, body[..first], body[first..second], body[second..]), Is.True, $"{first}, {second}");
            }
        }
    }

    [Test]
    public void What_is_not_there_is_not_found([Values("okay", "status: ok!", "x")] string wanted)
    {
        var body = Encoding.ASCII.GetBytes("oo status: oo, status: ok.");
        Assert.That(Enumerable.Range(0, body.Length).Select(at => Finds(wanted, body[..at], body[at..])), Is.All.False);
    }

    [Test]
    public void Text_is_found_anywhere_in_a_large_piece([Values(0, 4090, 4095, 4096, 4097, 8191, 19_998)] int at)
    {
        var body = new byte[20_000];
        "ok"u8.CopyTo(body.AsSpan(at));
        Assert.That(Finds("ok", body), Is.True);
    }

    private static bool Finds(string wanted, params byte[][] pieces)
    {
        var text = new BodyText(Encoding.ASCII.GetBytes(wanted));
        foreach (var piece in pieces)
        {
            text.Add(new ReadOnlySequence<byte>(piece));
        }

        return text.IsFound;
    }
}
