using System.Buffers;
using Proxy.Core.Forwarding;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;

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

    /// <summary>Sends the request's head, with the whole body behind it where <see cref="Exchange.BodyIsHeld"/>, else with nothing.</summary>
    public abstract ValueTask<ProxyError> SendAsync(Exchange exchange, in BodyRead heldBody);

    /// <summary>Sends the bytes of a whole request whose exchange has no client.</summary>
    public abstract ValueTask<ProxyError> SendCopyAsync(Exchange exchange, KnownMethod method, in ReadOnlySequence<byte> request);

    /// <summary>The request is sent to its end: from now on the response's head has its time.</summary>
    public abstract void ExpectHead();

    /// <summary>
    /// The client waits for this side's word before it sends the request's body (RFC 9110 §10.1.1): the response's head has its time, unless the client
    /// does not wait after all.
    /// </summary>
    public abstract void ExpectContinue();

    /// <summary>The response opened a tunnel: both bodies are from now on all that comes and goes.</summary>
    public abstract void BeginTunnel(Exchange exchange);

    /// <summary>Sends the end of our side, behind everything sent before.</summary>
    public abstract void EndTunnel();

    /// <summary>The connection ends in a way that nobody can take for the end of what was sent; <see cref="Release"/> follows.</summary>
    public abstract void Break();

    /// <summary>Reads one response head, interim or final, into the exchange.</summary>
    public abstract ValueTask<ProxyError> ReadHeadAsync(Exchange exchange);

    /// <summary>Ends whatever is waited for on this side.</summary>
    public abstract void Cancel(ProxyError reason);

    /// <summary>The exchange is done with it; only where both messages ended cleanly may another follow.</summary>
    public abstract void Release(bool reusable);
}
