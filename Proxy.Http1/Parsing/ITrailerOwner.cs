using Proxy.Http1.Messages;

namespace Proxy.Http1.Parsing;

/// <summary>Who wants the trailer fields of a body (RFC 9110 §6.5).</summary>
public interface ITrailerOwner
{
    /// <summary>
    /// Gives the section that this body's trailer fields are kept in, empty and begun. Called once for a body, and only where it has trailer
    /// fields: most have none.
    /// </summary>
    TrailerSection BeginTrailers();
}
