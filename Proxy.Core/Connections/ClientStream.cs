using System.Net;
using Proxy.Core.Forwarding;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Core.Upstreams;
using Proxy.Http1.Messages;

namespace Proxy.Core.Connections;

/// <summary>What an exchange asks of its client side, whatever protocol is spoken there.</summary>
internal abstract class ClientStream
{
    /// <summary>Who is at the other end; null when unknown.</summary>
    public abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>The same under the present policy: its address, and whether its word is believed.</summary>
    public abstract PeerIdentity Peer { get; }

    /// <summary>Where the client arrived; null when unknown.</summary>
    public virtual EndPoint? LocalEndPoint => null;

    /// <summary>Connections to origins that are kept for this client's connection alone; null where nothing can be kept for it.</summary>
    public virtual KeptConnections? Kept => null;

    /// <summary>The client takes trailer fields behind the response's body (RFC 9110 §6.5.1).</summary>
    public abstract bool TakesTrailers { get; }

    /// <summary>The client's connection is secured, here or by whoever accepted it.</summary>
    public abstract bool IsSecure { get; }

    /// <summary>The version of TLS the client speaks; empty without TLS.</summary>
    public virtual ReadOnlySpan<byte> TlsVersion => default;

    /// <summary>The cipher suite of the client's connection; empty without TLS.</summary>
    public virtual ReadOnlySpan<byte> TlsCipher => default;

    /// <summary>The body of the request.</summary>
    public abstract BodySource RequestBody { get; }

    /// <summary>Where the body of the response goes, after <see cref="BeginResponse"/>.</summary>
    public abstract BodySink ResponseBody { get; }

    /// <summary>Writes the response's head; it leaves with the first bytes of the body.</summary>
    public abstract void BeginResponse(Exchange exchange);

    /// <summary>Sends an interim response (RFC 9110 §15.2) to a client that understands it.</summary>
    public abstract ValueTask<ProxyError> SendInterimAsync(ResponseHead interim);

    /// <summary>Tells a client that waits for it to send its body (RFC 9110 §15.2.1).</summary>
    public abstract ValueTask<ProxyError> SendContinueAsync();

    /// <summary>Answers with a response of the proxy's own.</summary>
    public abstract ValueTask<ProxyError> SendErrorAsync(Exchange exchange, int status, bool keep);

    /// <summary>Answers a request that goes no further with a response of the proxy's own that is no error.</summary>
    public abstract ValueTask<ProxyError> SendOwnAsync(Exchange exchange);

    /// <summary>
    /// Sends the response's head, behind which a tunnel begins: from now on <see cref="RequestBody"/> is all that comes from the client, and
    /// <see cref="ResponseBody"/> all that goes to it.
    /// </summary>
    public abstract ValueTask<ProxyError> BeginTunnelAsync(Exchange exchange);

    /// <summary>Sends the end of our side, behind everything sent before. False where the connection cannot be ended on one side alone.</summary>
    public abstract bool TryEndTunnel();

    /// <summary>Ends whatever is waited for from this side.</summary>
    public abstract void Cancel();

    /// <summary>Ends whatever is waited for on this side, what is being sent included.</summary>
    public abstract void CancelAll();
}
