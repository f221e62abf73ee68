using System.Buffers;
using Proxy.Core.Forwarding;
using Proxy.Core.Pipeline;

namespace Proxy.Core.Upstreams;

/// <summary>What an exchange asks of its origin side, whatever protocol is spoken there.</summary>
internal abstract class UpstreamStream
{
    public abstract Endpoint Endpoint { get; }

    /// <summary>The connection served another exchange before: it may have died unnoticed.</summary>
    public abstract bool IsReused { get; }

    /// <summary>Where the request's body goes, after <see cref="SendAsync"/>.</summary>
    public abstract BodySink RequestBody { get; }

    /// <summary>Where the response's body comes from, after <see cref="ReadHeadAsync"/>.</summary>
    public abstract BodySource ResponseBody { get; }

    /// <summary>Sends the request's head, with the whole body behind it where that is held, else with nothing.</summary>
    public abstract ValueTask<ProxyError> SendAsync(Exchange exchange, ReadOnlySequence<byte> heldBody);

    /// <summary>The request is sent to its end: from now on the response's head has its time.</summary>
    public abstract void ExpectHead();

    /// <summary>Reads one response head, interim or final, into the exchange.</summary>
    public abstract ValueTask<ProxyError> ReadHeadAsync(Exchange exchange);

    /// <summary>Ends whatever is waited for on this side.</summary>
    public abstract void Cancel(ProxyError reason);

    /// <summary>The exchange is done with it; only where both messages ended cleanly may another follow.</summary>
    public abstract void Release(bool reusable);
}
