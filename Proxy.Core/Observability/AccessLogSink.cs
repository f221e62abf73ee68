namespace Proxy.Core.Observability;

/// <summary>Where the access log goes. Called by one thread of its own, never by an event loop: it may block, and lines are dropped while it does.</summary>
public abstract class AccessLogSink
{
    /// <summary>
    /// Takes whole lines, each with the line feed that ends it. Those of one event loop come in the order in which their requests ended. An exception
    /// drops them, counted, and is told in the proxy's own log; the next are tried again.
    /// </summary>
    /// <param name="lines">UTF-8; not valid any more after the call.</param>
    public abstract void Write(ReadOnlySpan<byte> lines);
}
