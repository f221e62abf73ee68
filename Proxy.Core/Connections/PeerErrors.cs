using Proxy.Core.Pipeline;

namespace Proxy.Core.Connections;

/// <summary>What the failures of a connection are called, which depends on who is at its other end.</summary>
/// <param name="BodyInvalid">The peer's body breaks its framing.</param>
/// <param name="TrailersTooLarge">The trailer section behind the peer's body is larger than allowed.</param>
/// <param name="BodyTruncated">The peer's body ends before its framing says so.</param>
/// <param name="BodyStalled">The peer's body stopped, or came too slowly.</param>
/// <param name="Gone">The peer takes nothing more, or its exchange was canceled.</param>
/// <param name="SendStalled">The peer takes what is sent too slowly.</param>
internal sealed record PeerErrors(
    ProxyError BodyInvalid, ProxyError TrailersTooLarge, ProxyError BodyTruncated, ProxyError BodyStalled, ProxyError Gone, ProxyError SendStalled)
{
    public static PeerErrors Client { get; } = new(
        ProxyError.ClientBodyInvalid,
        ProxyError.ClientTrailersTooLarge,
        ProxyError.ClientBodyTruncated,
        ProxyError.ClientBodyTooSlow,
        ProxyError.ClientAborted,
        ProxyError.ClientReadTooSlow);

    public static PeerErrors Upstream { get; } = new(
        ProxyError.UpstreamBodyInvalid,
        ProxyError.UpstreamBodyInvalid,
        ProxyError.UpstreamBodyTruncated,
        ProxyError.UpstreamBodyTimeout,
        ProxyError.UpstreamClosedBeforeHead,
        ProxyError.UpstreamSendTimeout);
}
