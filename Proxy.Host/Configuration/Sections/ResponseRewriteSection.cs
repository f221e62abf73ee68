using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N].rewriteResponse</c>.</summary>
internal static class ResponseRewriteSection
{
    private static readonly Dictionary<string, LocationRewrite> Modes = new(StringComparer.Ordinal)
    {
        ["endpoint"] = LocationRewrite.Endpoint,
        ["host"] = LocationRewrite.Host,
        ["off"] = LocationRewrite.Off,
    };

    public static ObjectBinder<ResponseRewriteOptions> Binder { get; } =
        new ObjectBinder<ResponseRewriteOptions>("What responses say of the inside, turned into what the client knows.", ResponseRewriteOptions.Default)
        .Key(
            "location",
            Values.OneOf("rule", Modes),
            rewrite => rewrite.Location,
            (rewrite, value) => rewrite with { Location = value },
            "Which absolute URLs in `Location`, `Content-Location` and `Refresh` get the client's scheme and host. `\"endpoint\"`: those that name an endpoint "
            + "of the upstream by its address. `\"host\"`: also those that name the host the request was sent to, where an origin does not know of TLS before "
            + "it. `\"off\"`: none.")
        .Key(
            "internalHosts",
            Collections.ListOf(Values.Text, "internal"),
            rewrite => rewrite.InternalHosts,
            (rewrite, value) => rewrite with { InternalHosts = value },
            "Further hosts whose URLs do: `\"app.internal\"` with any port, `\"app.internal:8080\"` with that one.",
            absent: "none")
        .Key(
            "cookieDomains",
            Collections.Texts("the origin's domain", Values.Text),
            rewrite => rewrite.CookieDomains,
            (rewrite, value) => rewrite with { CookieDomains = value },
            "What `Domain` of a cookie becomes: `{ \"app.internal\": \"example.org\" }`; `\"\"` takes it off, so that the cookie is the host's own.",
            absent: "none")
        .Key(
            "cookiePaths",
            Collections.Texts("the origin's path", Values.Text),
            rewrite => rewrite.CookiePaths,
            (rewrite, value) => rewrite with { CookiePaths = value },
            "What `Path` of a cookie, or its first segments, becomes: `{ \"/app\": \"/\" }`; the longest that matches is taken.",
            absent: "none");
}
