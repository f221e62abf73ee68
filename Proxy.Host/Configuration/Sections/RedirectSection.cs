using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N].redirect</c>.</summary>
internal static class RedirectSection
{
    public static ObjectBinder<RedirectOptions> Binder { get; } =
        new ObjectBinder<RedirectOptions>("Answers with a redirection instead of asking an upstream.", new())
        .Key(
            "to",
            Values.Text,
            redirect => redirect.To,
            (redirect, value) => redirect with { To = value },
            "An absolute URL or a path, with captures and other variables: `\"https://{host}/new/{rest}\"`.",
            required: true)
        .Key(
            "status",
            Values.Int32,
            redirect => redirect.Status,
            (redirect, value) => redirect with { Status = value },
            "301, 302, 303, 307 or 308. Clients keep 301 and 308 for good; 307 and 308 keep method and body.")
        .Key(
            "keepQuery",
            Values.Boolean,
            redirect => redirect.KeepQuery,
            (redirect, value) => redirect with { KeepQuery = value },
            "The request's query goes along.");
}
