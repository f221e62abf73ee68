namespace Proxy.Core.Upstreams.Discovery;

/// <summary>A source cannot tell its endpoints.</summary>
internal sealed class EndpointSourceException : Exception
{
    /// <param name="message">Why, in words for the operator; without the name of the source.</param>
    /// <param name="isTemporary">True when asking again may help with nobody changing anything: a server that does not answer. False for a wrong name.</param>
    /// <param name="inner">What it came from.</param>
    public EndpointSourceException(string message, bool isTemporary, Exception? inner = null)
        : base(message, inner) => IsTemporary = isTemporary;

    public bool IsTemporary { get; }
}
