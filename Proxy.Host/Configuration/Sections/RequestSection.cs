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

    public static ObjectBinder<RequestOptions> Binder { get; } =
        new ObjectBinder<RequestOptions>("Which requests are taken, beyond what the grammar of HTTP decides.", new())
        .Key(
            "underscoreNames",
            Values.OneOf("rule", Underscores),
            requests => requests.UnderscoreNames,
            (requests, value) => requests with { UnderscoreNames = value },
            "Fields with an `_` in their names. `\"keep\"` keeps them, but for those that CGI-style origins would take for a field the proxy sets, strips or "
            + "trusts (`X_Forwarded_For`); `\"drop\"` drops all of them; `\"refuse\"` answers 400. Among trailer fields both drop them.")
        .Key(
            "allowAmbiguousPaths",
            Values.Boolean,
            requests => requests.AllowAmbiguousPaths,
            (requests, value) => requests with { AllowAmbiguousPaths = value },
            "Takes paths that servers read in different ways, as they stand, instead of answering 400; see `routes`.")
        .Key(
            "forwardTrace",
            Values.Boolean,
            requests => requests.ForwardTrace,
            (requests, value) => requests with { ForwardTrace = value },
            "Forwards TRACE instead of answering 405. An origin that answers it shows clients what the proxy adds.")
        .Key(
            "forwardConnect",
            Values.Boolean,
            requests => requests.ForwardConnect,
            (requests, value) => requests with { ForwardConnect = value },
            "Forwards CONNECT instead of answering 405, and opens the tunnel an origin agrees to.");
}
