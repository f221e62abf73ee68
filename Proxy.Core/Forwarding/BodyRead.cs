using System.Buffers;
using Proxy.Core.Pipeline;
using Proxy.Http1.Messages;

namespace Proxy.Core.Forwarding;

/// <summary>What one read of a body brought.</summary>
/// <param name="Data">Body bytes without their framing; valid until <see cref="BodySource.Advance"/>.</param>
/// <param name="IsLast">The body ends with these bytes.</param>
/// <param name="MoreIsReady">The next read will not have to wait, so that these bytes may be held back to leave with those.</param>
/// <param name="Error">Why the body cannot be read on, or <see cref="ProxyError.None"/>.</param>
/// <param name="Trailers">The trailer fields to pass on behind the last bytes, or null: most bodies have none. Valid as long as the source is.</param>
internal readonly record struct BodyRead(
    ReadOnlySequence<byte> Data, bool IsLast, bool MoreIsReady = false, ProxyError Error = ProxyError.None, TrailerSection? Trailers = null)
{
    public static BodyRead End => new(default, IsLast: true);

    public static BodyRead Failed(ProxyError error) => new(default, IsLast: false, Error: error);
}
