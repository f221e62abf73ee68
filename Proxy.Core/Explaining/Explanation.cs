namespace Proxy.Core.Explaining;

/// <summary>What becomes of a request. Parts of the road that it does not reach are null or empty.</summary>
public sealed record Explanation
{
    /// <summary>The request as it was understood.</summary>
    public required ExplainedRequest Request { get; init; }

    /// <summary>Where it arrives.</summary>
    public required ExplainedListener Listener { get; init; }

    /// <summary>What happens to it, in a word and a sentence.</summary>
    public required ExplainedOutcome Outcome { get; init; }

    /// <summary>The route taken and the <see cref="ProxyExplainer.MaxRoutes"/> that come nearest to it, in the order of the configuration.</summary>
    public IReadOnlyList<ExplainedRoute> Routes { get; init; } = [];

    /// <summary>How many further routes were not taken, by what they wanted: <c>host</c>, <c>path</c>, <c>method</c> and so on.</summary>
    public IReadOnlyDictionary<string, int> OtherRoutes { get; init; } = new Dictionary<string, int>();

    /// <summary>The head that the origin gets, beside the one that the client sent.</summary>
    public ExplainedHead? ToOrigin { get; init; }

    /// <summary>The response of the proxy's own, where no origin is asked.</summary>
    public ExplainedAnswer? Answer { get; init; }

    /// <summary>What is changed in the fields of the origin's response.</summary>
    public IReadOnlyList<FieldChange> ResponseChanges { get; init; } = [];

    /// <summary>The pages that stand in for error responses, as in <c>5xx: 512B, text/html</c>.</summary>
    public IReadOnlyList<string> ErrorPages { get; init; } = [];

    /// <summary>How the route spreads its requests over several upstreams; null where it does not.</summary>
    public ExplainedSplit? Split { get; init; }

    /// <summary>Who gets a copy of the request; null where nobody does.</summary>
    public ExplainedMirror? Mirror { get; init; }

    /// <summary>Who is asked.</summary>
    public ExplainedUpstream? Upstream { get; init; }

    /// <summary>The bounds on sizes, numbers and times that apply.</summary>
    public IReadOnlyList<ExplainedSetting> Bounds { get; init; } = [];

    /// <summary>What may be a mistake, in the request or the configuration.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
