using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>requests</c>.</summary>
internal static class RequestSection
{
    private static readonly Dictionary<string, UnderscoreNames> Underscores = new(StringComparer.Ordinal)
    {
        ["keep"] = UnderscoreNames.Keep,
        ["drop"] = UnderscoreNames.Drop,
        ["refuse"] = UnderscoreNames.Refuse,
    };

    public static ObjectBinder<RequestOptions> Binder { get; } = new ObjectBinder<RequestOptions>()
        .Key("underscoreNames", Values.OneOf("rule", Underscores), (requests, value) => requests with { UnderscoreNames = value })
        .Key<bool>("allowAmbiguousPaths", Values.Boolean, (requests, value) => requests with { AllowAmbiguousPaths = value })
        .Key<bool>("forwardTrace", Values.Boolean, (requests, value) => requests with { ForwardTrace = value })
        .Key<bool>("forwardConnect", Values.Boolean, (requests, value) => requests with { ForwardConnect = value });
}
