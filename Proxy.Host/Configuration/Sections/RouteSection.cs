using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N]</c>.</summary>
internal static class RouteSection
{
    private static readonly ValueReader<IReadOnlyList<string>> Texts = Collections.ListOf(Values.Text, "");

    public static ObjectBinder<RouteOptions> Binder { get; } =
        new ObjectBinder<RouteOptions>("Sends the requests that meet every condition given to an upstream.", new())
        .Key(
            "upstream",
            Values.Text,
            route => route.Upstream,
            (route, value) => route with { Upstream = value },
            "The upstream that answers.",
            required: true)
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
        .NotYet("rewrite", "rateLimit", "respond", "redirect", "cache", "compress");
}
