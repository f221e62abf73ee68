using Proxy.Core.Pipeline;

namespace Proxy.Core.Forwarding;

/// <summary>Where a body goes, whatever protocol carries it. What was written before it, a head, leaves with its first bytes.</summary>
internal abstract class BodySink
{
    /// <summary>Sends the bytes of a read, and the end of the body where they are the last. The bytes may be let go afterwards.</summary>
    public abstract ValueTask<ProxyError> WriteAsync(in BodyRead read);
}
