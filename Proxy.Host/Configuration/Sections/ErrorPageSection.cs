using System.Diagnostics.CodeAnalysis;
using System.Text;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The bodies of error responses by their status: <c>"errorPages": { "404": "…", "5xx": { "file": "sorry.html" } }</c>.</summary>
internal static class ErrorPageSection
{
    private static readonly ObjectBinder<ErrorPageOptions> Binder = new ObjectBinder<ErrorPageOptions>("The body of an error response.", new())
        .Key(
            "body",
            Values.Text,
            page => Encoding.UTF8.GetString(page.Body.Span),
            (page, value) => page with { Body = Encoding.UTF8.GetBytes(value) },
            "The body. In text, `{status}`, `{reason}` and `{request.id}` are filled in; other braces stay.",
            absent: "none")
        .Key(
            "file",
            FileValue.Reader,
            _ => null,
            (page, value) => page with { Body = value.Content, ContentType = page.ContentType ?? value.MediaType },
            "A file that is the body, instead of `body`; read when the configuration is.",
            absent: "none")
        .Key(
            "contentType",
            Values.Text,
            page => page.ContentType,
            (page, value) => page with { ContentType = value },
            "The body's media type.",
            absent: "by the file's name, else `text/html; charset=utf-8`")
        .Key(
            "replacesOrigin",
            Values.Boolean,
            page => page.ReplacesOrigin,
            (page, value) => page with { ReplacesOrigin = value },
            "An origin's own response with this status is replaced too, its fields included; never 401 and 407.")
        .Exclude("body", "file");

    public static ValueReader<IReadOnlyList<ErrorPageOptions>> Reader { get; } = new(
        new MapShape("a status from 400 to 599, `4xx` or `5xx`", new EitherShape(Values.Text.Shape, Binder.Shape)),
        Read);

    private static bool Read(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out IReadOnlyList<ErrorPageOptions> value)
    {
        var pages = new List<ErrorPageOptions>();
        foreach (var (status, _, content) in MembersOnce.Of(node, problems))
        {
            var page = new ErrorPageOptions { Status = status };
            pages.Add(content.Kind == ConfigNodeKind.String
                ? page with { Body = Encoding.UTF8.GetBytes(content.Text) }
                : Binder.Bind(content, page, problems));
        }

        value = pages;
        return node.Kind == ConfigNodeKind.Object
            || Values.Fail(node, problems, $"an object {{ \"404\": \"a page\" }} is needed, found {node.Describe()}");
    }
}
