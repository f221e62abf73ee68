using NUnit.Framework;
using Proxy.Core.Pipeline;
using Proxy.Core.Upstreams.Health;

namespace Proxy.Tests.Core.Upstreams.Health;

public class TryVerdictTests
{
    [Test]
    public void Pooled_connection_that_the_origin_had_closed_says_nothing()
    {
        Assert.That(TryVerdict.Of(ProxyError.UpstreamClosedBeforeHead, wasReused: true), Is.Null);
        Assert.That(TryVerdict.Of(ProxyError.UpstreamClosedBeforeHead, wasReused: false), Is.EqualTo(TryFailure.Connection));
    }

    [TestCase(ProxyError.ClientAborted)]
    [TestCase(ProxyError.ClientBodyTruncated)]
    [TestCase(ProxyError.ClientBodyTooSlow)]
    [TestCase(ProxyError.Stopped)]
    [TestCase(ProxyError.LocalResourcesExhausted)]
    [TestCase(ProxyError.UpstreamQueueFull)]
    [TestCase(ProxyError.UpstreamQueueTimeout)]
    [TestCase(ProxyError.Internal)]
    public void What_is_no_fault_of_the_endpoint_says_nothing(ProxyError error) => Assert.That(TryVerdict.Of(error, wasReused: false), Is.Null);

    [TestCase(ProxyError.UpstreamConnectRefused, TryFailure.Connection)]
    [TestCase(ProxyError.UpstreamConnectTimeout, TryFailure.Connection)]
    [TestCase(ProxyError.UpstreamConnectFailed, TryFailure.Connection)]
    [TestCase(ProxyError.UpstreamHeadTimeout, TryFailure.Answer)]
    [TestCase(ProxyError.UpstreamHeadInvalid, TryFailure.Answer)]
    [TestCase(ProxyError.UpstreamHeadTruncated, TryFailure.Answer)]
    [TestCase(ProxyError.UpstreamSendTimeout, TryFailure.Answer)]
    [TestCase(ProxyError.None, TryFailure.None)]
    public void What_is_its_fault_does(ProxyError error, object failure) => Assert.That(TryVerdict.Of(error, wasReused: true), Is.EqualTo(failure));
}
