using NUnit.Framework;
using Proxy.Http1.Messages;

namespace Proxy.Tests.Http1.Messages;

[TestFixture]
public sealed class TrailerRulesTests
{
    private static readonly string[] Prefixes = ["Proxy-", "If-", "X-Forwarded-"];

    [TestCase("Transfer-Encoding", "Content-Length", "Trailer", TestName = "Framing")]
    [TestCase("Connection", "Keep-Alive", "Proxy-Connection", "Upgrade", "HTTP2-Settings", TestName = "Hop by hop")]
    [TestCase("Host", "Max-Forwards", "Via", "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port",
        "X-Forwarded-Anything-However-Long-It-May-Be", "X-Real-IP", "Origin", "Alt-Svc", TestName = "Routing")]
    [TestCase("Expect", "Cache-Control", "Range", "TE", "Pragma", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range",
        "If-Anything", TestName = "Modifiers and controls of requests")]
    [TestCase("Authorization", "WWW-Authenticate", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "Proxy-Anything", "Cookie",
        "Set-Cookie", "Authentication-Info", TestName = "Authentication")]
    [TestCase("Age", "Date", "Expires", "Location", "Retry-After", "Vary", TestName = "Controls of responses")]
    [TestCase("Content-Encoding", "Content-Type", "Content-Range", TestName = "Format of the content")]
    [TestCase("Server", "X-Powered-By", TestName = "Dropped from heads too")]
    public void Never_pass_however_they_are_spelled(params string[] names)
    {
        Assert.Multiple(() =>
        {
            foreach (string name in names)
            {
                Assert.That(MayPass(name), Is.False, name);
                Assert.That(MayPass(name.ToUpperInvariant()), Is.False, "upper case");
                Assert.That(MayPass(name.ToLowerInvariant().Replace('-', '_')), Is.False, "underscores");
                Assert.That(MayPass(name + "z"), Is.EqualTo(!Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))), "another name");
            }
        });
    }

    [TestCase("Digest")]
    [TestCase("Content-Digest")]
    [TestCase("Content_MD5")]
    [TestCase("Server-Timing")]
    [TestCase("grpc-status")]
    [TestCase("grpc_message")]
    [TestCase("ETag")]
    [TestCase("X-Request-ID")]
    [TestCase("X-Forwarded")]
    [TestCase("Proxy")]
    [TestCase("If")]
    [TestCase("Iffy")]
    [TestCase("_")]
    [TestCase("Authentication-Information")]
    [TestCase("X-A-Name-That-Is-Longer-Than-Any-Name-We-Know")]
    public void Others_pass(string name) => Assert.That(MayPass(name), Is.True);

    private static bool MayPass(string name) => TrailerRules.MayPass(Feeding.Bytes(name));
}
