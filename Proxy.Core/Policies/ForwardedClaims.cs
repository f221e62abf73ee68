using Proxy.Http1.Messages;

namespace Proxy.Core.Policies;

/// <summary>What trusted proxies say of a request as its client sent it; what they do not say is empty. Lies in the request's head, unchecked but for the address.</summary>
internal ref struct ForwardedClaims
{
    /// <summary>The last of those on the way whom nobody trusted speaks for.</summary>
    public IPNumber Client { get; set; }

    public ReadOnlySpan<byte> Scheme { get; set; }

    public ReadOnlySpan<byte> Host { get; set; }

    public ReadOnlySpan<byte> Port { get; set; }
}
