using System.Net;
using Proxy.Core.Connections;
using Proxy.Core.Forwarding;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Http1.Messages;

namespace Proxy.Core.Explaining;

/// <summary>A client of whom only the identity and the request's head are known: heads are written for it, and nothing is sent.</summary>
internal sealed class ExplainedClient(IPAddress? address, bool isSecure, RequestHead request, IdentityPolicy policy) : ClientStream
{
    // Which port it comes from nobody is told.
    public override EndPoint? RemoteEndPoint { get; } = address is null ? null : new IPEndPoint(address, 0);

    public override PeerIdentity Peer { get; } = new(address is null ? null : new IPEndPoint(address, 0), isSecure, policy);

    public override bool TakesTrailers => request.AcceptsTrailers;

    public override bool IsSecure => isSecure;

    public override ReadOnlySpan<byte> TlsVersion => isSecure ? "TLSv1.3"u8 : default;

    public override ReadOnlySpan<byte> TlsCipher => isSecure ? "TLS_AES_256_GCM_SHA384"u8 : default;

    public override BodySource RequestBody => EmptyBody.Instance;

    public override BodySink ResponseBody => throw Unreachable();

    public override void BeginResponse(Exchange exchange) => throw Unreachable();

    public override ValueTask<ProxyError> SendInterimAsync(ResponseHead interim) => throw Unreachable();

    public override ValueTask<ProxyError> SendContinueAsync() => throw Unreachable();

    public override ValueTask<ProxyError> SendErrorAsync(Exchange exchange, int status, bool keep) => throw Unreachable();

    public override ValueTask<ProxyError> SendOwnAsync(Exchange exchange) => throw Unreachable();

    public override ValueTask<ProxyError> BeginTunnelAsync(Exchange exchange) => throw Unreachable();

    public override bool TryEndTunnel() => false;

    public override void Cancel()
    {
        // Nothing is waited for.
    }

    public override void CancelAll()
    {
        // Nothing is waited for.
    }

    private static NotSupportedException Unreachable() => new("A client that is only explained is sent nothing.");
}
