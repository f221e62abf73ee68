using System.Text;
using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Sections;

/// <summary>The keys of <c>routes[N].respond</c>.</summary>
internal static class RespondSection
{
    public static ObjectBinder<RespondOptions> Binder { get; } =
        new ObjectBinder<RespondOptions>("Answers with a fixed response instead of asking an upstream.", new())
        .Key(
            "status",
            Values.Int32,
            respond => respond.Status,
            (respond, value) => respond with { Status = value },
            "200 to 599.")
        .Key(
            "headers",
            HeaderValueSection.Reader,
            respond => respond.Headers,
            (respond, value) => respond with { Headers = value },
            "Headers of the response, variables allowed.",
            absent: "none")
        .Key(
            "body",
            Values.Text,
            respond => Encoding.UTF8.GetString(respond.Body.Span),
            (respond, value) => respond with { Body = Encoding.UTF8.GetBytes(value) },
            "The body. In text, `{status}`, `{reason}` and `{request.id}` are filled in; other braces stay.",
            absent: "none")
        .Key(
            "file",
            FileValue.Reader,
            _ => null,
            (respond, value) => respond with { Body = value.Content, ContentType = respond.ContentType ?? value.MediaType },
            "A file that is the body, instead of `body`; read when the configuration is.",
            absent: "none")
        .Key(
            "contentType",
            Values.Text,
            respond => respond.ContentType,
            (respond, value) => respond with { ContentType = value },
            "The body's media type.",
            absent: "by the file's name, else `text/plain; charset=utf-8`")
        .Exclude("body", "file");
}
