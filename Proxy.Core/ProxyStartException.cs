namespace Proxy.Core;

/// <summary>The proxy could not start; the message is one line an operator can act on.</summary>
public sealed class ProxyStartException : Exception
{
    /// <summary>A reason an operator can act on.</summary>
    public ProxyStartException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
