using Proxy.Core.Pipeline;
using Proxy.Core.Policies.Templates;
using Proxy.Http1.Writing;

namespace Proxy.Core.Policies.Answers;

/// <summary>A response of the proxy's own, compiled; immutable. Status, Date, Content-Length and Connection are written for it.</summary>
internal abstract class OwnAnswer
{
    /// <summary>The page for an error: that of the route taken, or the one for everywhere; null where there is none.</summary>
    public static OwnAnswer? PageFor(int status, Exchange exchange) =>
        (exchange.Route is null ? exchange.Snapshot.ErrorPages : exchange.Route.ErrorPages)?.Find(status);

    /// <summary>Its status, or 0 where that depends on the exchange.</summary>
    public virtual int Status => 0;

    /// <summary>Its status is one of success.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The media type of the body.</summary>
    public abstract ReadOnlySpan<byte> ContentType { get; }

    /// <summary>The body, or null for none.</summary>
    public virtual Template? Body => null;

    /// <summary>What is changed in its fields, in place of what the route says of responses, which is part of it; null for just that.</summary>
    public virtual HeaderPolicy? Policy => null;

    /// <summary>The request's path has to be read for it.</summary>
    public virtual bool NeedsPath => false;

    /// <summary>Bytes that <see cref="WriteFields"/> takes at most.</summary>
    public virtual int Measure(Exchange exchange) => 0;

    /// <summary>Writes fields beyond those that every answer has.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="exchange">What is answered.</param>
    /// <param name="policy">What has the last word on fields, or null.</param>
    public virtual void WriteFields(ref HeadWriter writer, Exchange exchange, HeaderPolicy? policy)
    {
    }
}
