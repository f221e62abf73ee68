using System.Net;
using Proxy.Core;
using Proxy.Core.Configuration;
using Proxy.Core.Connections;
using Proxy.Core.Forwarding;
using Proxy.Core.Pipeline;
using Proxy.Core.Policies;
using Proxy.Http1.Messages;

namespace Proxy.Tests.Properties.Model;

/// <summary>A client of whom only the identity is known: heads are written for it, and it is sent nothing.</summary>
internal sealed class NoClient : ClientStream
{
    public override EndPoint? RemoteEndPoint => null;

    public override PeerIdentity Peer { get; } =
        new(new IPEndPoint(IPAddress.Loopback, 1), isSecure: false, new IdentityPolicy(new ProxyOptions(), new ProxyInstance()));

    /// <summary>Whose heads are written.</summary>
    public RequestHead? Request { get; set; }

    public override bool TakesTrailers => Request is { AcceptsTrailers: true };

    public override bool IsSecure => false;

    public override BodySource RequestBody => EmptyBody.Instance;

    public override BodySink ResponseBody => throw new NotSupportedException();

    public override void BeginResponse(Exchange exchange) => throw new NotSupportedException();

    public override ValueTask<ProxyError> SendInterimAsync(ResponseHead interim) => throw new NotSupportedException();

    public override ValueTask<ProxyError> SendContinueAsync() => throw new NotSupportedException();

    public override ValueTask<ProxyError> SendErrorAsync(Exchange exchange, int status, bool keep) => throw new NotSupportedException();

    public override ValueTask<ProxyError> SendOwnAsync(Exchange exchange) => throw new NotSupportedException();

    public override ValueTask<ProxyError> BeginTunnelAsync(Exchange exchange) => throw new NotSupportedException();

    public override bool TryEndTunnel() => false;

    public override void Cancel()
    {
    }

    public override void CancelAll()
    {
    }
}
