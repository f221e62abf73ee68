using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N]</c>.</summary>
internal static class RouteSection
{
    private static readonly ValueReader<IReadOnlyList<string>> Texts = Collections.ListOf(Values.Text, "");

    public static ObjectBinder<RouteOptions> Binder { get; } =
        new ObjectBinder<RouteOptions>("Sends the requests that meet every condition given to an upstream.", new(), OptionRanges.Route)
        .Key(
            "upstream",
            Values.Text,
            route => route.Upstream,
            (route, value) => route with { Upstream = value },
            "The upstream that answers; `split`, `redirect` or `respond` stands in its place.",
            absent: "none")
        .Key(
            "split",
            SplitSection.Binder.Reader,
            route => route.Split,
            (route, value) => route with { Split = value },
            "Several upstreams that answer, each its part of the requests, in place of `upstream`.",
            absent: "none")
        .Key("name", Values.Text, route => route.Name, (route, value) => route with { Name = value }, "For logs.", absent: "none")
        .Key(
            "hosts",
            Texts,
            route => route.Hosts,
            (route, value) => route with { Hosts = value },
            "`\"example.org\"`, or `\"*.example.org\"` for every name below it. Case, port and a dot at the end do not matter.",
            absent: "any")
        .Key(
            "path",
            Values.Text,
            route => route.Path,
            (route, value) => route with { Path = value },
            "`\"/ping\"` exactly; `\"/v1/*\"` for `/v1` and all below it; `\"/users/{id}/photo\"` with any one segment.",
            absent: "any")
        .Key("methods", Texts, route => route.Methods, (route, value) => route with { Methods = value }, "Methods, case-sensitive.", absent: "any")
        .Key(
            "headers",
            FieldMatchSection.Reader("the header's name"),
            route => route.Headers,
            (route, value) => route with { Headers = value },
            "Headers that have to be there: `{ \"X-Env\": \"beta\", \"X-Debug\": true }`, a value, or `true` for any.",
            absent: "any")
        .Key(
            "query",
            FieldMatchSection.Reader("the parameter's name"),
            route => route.Query,
            (route, value) => route with { Query = value },
            "The same for query parameters, compared decoded.",
            absent: "any")
        .Key(
            "mirror",
            MirrorSection.Binder.Reader,
            route => route.Mirror,
            (route, value) => route with { Mirror = value },
            "A second upstream that gets copies of requests; its responses are thrown away, and clients never notice.",
            absent: "none")
        .Key(
            "redirect",
            RedirectSection.Binder.Reader,
            route => route.Redirect,
            (route, value) => route with { Redirect = value },
            "Answers with a redirection instead of asking an upstream.",
            absent: "none")
        .Key(
            "respond",
            RespondSection.Binder.Reader,
            route => route.Respond,
            (route, value) => route with { Respond = value },
            "Answers with a fixed response instead of asking an upstream.",
            absent: "none")
        .Key(
            "rewrite",
            RewriteSection.Binder.Reader,
            route => route.Rewrite,
            (route, value) => route with { Rewrite = value },
            "What of the request target is changed on its way to the origin.",
            absent: "nothing")
        .Key(
            "requestHeaders",
            HeaderPolicySection.Binder.Reader,
            route => route.RequestHeaders,
            (route, value) => route with { RequestHeaders = value },
            "Changes to the fields of requests, after those that hold everywhere.",
            absent: "none")
        .Key(
            "responseHeaders",
            HeaderPolicySection.Binder.Reader,
            route => route.ResponseHeaders,
            (route, value) => route with { ResponseHeaders = value },
            "Changes to the fields of responses, the proxy's own included, after those that hold everywhere.",
            absent: "none")
        .Key(
            "timeouts",
            RouteTimeoutSection.Binder.Reader,
            route => route.Timeouts,
            (route, value) => route with { Timeouts = value },
            "Bounds on time that differ from `timeouts` of the whole.",
            absent: "none")
        .Key(
            "maxRequestBodyBytes",
            Values.OrNull(Values.Size, "unlimited"),
            route => route.MaxRequestBodyBytes,
            (route, value) => route with { MaxRequestBodyBytes = value ?? long.MaxValue },
            "Bytes of a request's body. Past it 413, before an origin is asked where the request says its length.",
            absent: "as in `limits`")
        .Key(
            "buffering",
            BufferingSection.Binder.Reader,
            route => route.Buffering,
            (route, value) => route with { Buffering = value },
            "Bodies that are held in memory on their way; bounded for all routes by `limits.maxBufferedBytes`.",
            absent: "none: streamed")
        .Key(
            "retry",
            RouteRetrySection.Binder.Reader,
            route => route.Retry,
            (route, value) => route with { Retry = value },
            "What is tried again, where that differs from the upstream's `retry`. The budget is the upstream's.",
            absent: "as in the upstream's `retry`")
        .Key(
            "errorPages",
            ErrorPageSection.Reader,
            route => route.ErrorPages,
            (route, value) => route with { ErrorPages = value },
            "Bodies of error responses by their status.",
            absent: "those that hold everywhere")
        .Key(
            "rewriteResponse",
            ResponseRewriteSection.Binder.Reader,
            route => route.RewriteResponse,
            (route, value) => route with { RewriteResponse = value },
            "What responses say of hosts and paths that only the inside knows, turned into what the client knows.")
        .NotYet("rateLimit", "cache", "compress");
}
