using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N].rewrite</c>.</summary>
internal static class RewriteSection
{
    public static ObjectBinder<RewriteOptions> Binder { get; } =
        new ObjectBinder<RewriteOptions>("What of the request target is changed on its way to the origin; the query stays.", new())
        .Key(
            "stripPrefix",
            Values.Text,
            rewrite => rewrite.StripPrefix,
            (rewrite, value) => rewrite with { StripPrefix = value },
            "Taken off the path where whole segments match, as in `\"/v1\"`.",
            absent: "none")
        .Key(
            "addPrefix",
            Values.Text,
            rewrite => rewrite.AddPrefix,
            (rewrite, value) => rewrite with { AddPrefix = value },
            "Put before the path, after `stripPrefix`, as in `\"/api\"`.",
            absent: "none")
        .Key(
            "path",
            Values.Text,
            rewrite => rewrite.Path,
            (rewrite, value) => rewrite with { Path = value },
            "The whole path with captures and other variables, as in `\"/files/{rest}\"`; instead of the prefixes.",
            absent: "as sent")
        .Key(
            "host",
            Values.Text,
            rewrite => rewrite.Host,
            (rewrite, value) => rewrite with { Host = value },
            "What the origin gets as `Host`, variables allowed.",
            absent: "as sent");
}
