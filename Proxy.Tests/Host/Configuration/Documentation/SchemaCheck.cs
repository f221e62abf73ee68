using System.Text.Json;
using Json.Schema;
using Proxy.Host.Configuration.Documentation;
using Proxy.Host.Configuration.Sections;

namespace Proxy.Tests.Host.Configuration.Documentation;

/// <summary>Texts held against the schema by somebody else's implementation of JSON schema.</summary>
internal static class SchemaCheck
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static string SchemaText { get; } = SchemaWriter.Write(HostSection.Binder.Shape);

    private static readonly JsonSchema Schema = JsonSchema.FromText(SchemaText);

    public static bool Takes(string text) => Problems(Schema, text).Count == 0;

    /// <summary>Where the text is not as the schema says, and why.</summary>
    public static IReadOnlyList<string> Problems(string text) => Problems(Schema, text);

    /// <summary>Where the schema itself is not as JSON schema says.</summary>
    public static IReadOnlyList<string> ProblemsOfSchema() => Problems(MetaSchemas.Draft202012, SchemaText);

    private static List<string> Problems(JsonSchema schema, string text)
    {
        using var document = JsonDocument.Parse(text, Lenient);
        var result = schema.Evaluate(document.RootElement, new() { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] : [.. (result.Details ?? []).Where(detail => detail.Errors is not null).Select(Describe).DefaultIfEmpty("invalid")];
    }

    private static string Describe(EvaluationResults detail) => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}";
}
