using Proxy.Http1.Messages;
using Proxy.Http1.Parsing;

namespace Proxy.Tests.Properties.Model;

/// <summary>Keeps the trailer fields of one body, as a connection does.</summary>
/// <param name="head">The message's head; null where there is none.</param>
internal sealed class KeptTrailers(MessageHead? head) : ITrailerOwner
{
    /// <summary>What may be passed on; null where the body had no trailer fields.</summary>
    public TrailerSection? Section { get; private set; }

    public TrailerSection BeginTrailers()
    {
        if (Section is not null)
        {
            throw new PropertyException("a body has two trailer sections", "");
        }

        Section = new TrailerSection();
        if (head is not null)
        {
            Section.Begin(head);
        }

        return Section;
    }
}
