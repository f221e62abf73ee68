using System.Net;

namespace Proxy.Host.Control;

/// <summary>A request of the control socket or the admin listener.</summary>
/// <param name="Method">The method's token.</param>
/// <param name="Path">The path without its query.</param>
/// <param name="Host">The name it was sent to, without port; empty where it says none.</param>
/// <param name="HasOrigin">A web page sent it (RFC 6454 §7).</param>
/// <param name="Authorization">The credentials, or null.</param>
/// <param name="LocalAddress">Where it arrived; null for a Unix socket.</param>
/// <param name="Body">Its content.</param>
internal sealed record ControlRequest(
    string Method, string Path, string Host, bool HasOrigin, string? Authorization, IPAddress? LocalAddress, ReadOnlyMemory<byte> Body)
{
    public bool IsHead => Method == "HEAD";
}
