using System.Text.Json;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Documentation;

/// <summary>Single values in the words of JSON schema.</summary>
internal static class SchemaScalars
{
    private const string Variable = "variable";
    private const string Size = "size";
    private const string Duration = "duration";

    /// <summary>What the values refer to, as members of <c>$defs</c>.</summary>
    public static void WriteDefinitions(Utf8JsonWriter json)
    {
        WritePattern(json, Variable, "A variable of the environment, whose text is read as if it stood here without quotes.", VariableText.OnlyPattern);
        WritePattern(json, Size, "A size with its unit.", "^[0-9]+(B|KiB|MiB|GiB|TiB)$");
        WritePattern(json, Duration, "A duration with its unit.", "^[0-9]+(ms|s|m|h)$");
    }

    /// <summary>The keywords of one value.</summary>
    public static void Write(Utf8JsonWriter json, ScalarKind kind, OptionBounds? bounds)
    {
        switch (kind)
        {
            case ScalarKind.Text:
                json.WriteString("type", "string");
                break;
            case ScalarKind.True:
                json.WriteBoolean("const", true);
                break;
            case ScalarKind.WholeNumber:
                WriteAnyOf(json, () => WriteNumber(json, bounds), Variable);
                break;
            case ScalarKind.Size:
                WriteAnyOf(json, () => WriteNumber(json, bounds), Size, Variable);
                break;
            case ScalarKind.Duration:
                WriteAnyOf(json, null, Duration, Variable);
                break;
            case ScalarKind.Share:
                WriteAnyOf(json, () => WriteShare(json), Variable);
                break;
            case ScalarKind.Boolean:
                WriteAnyOf(json, () => json.WriteString("type", "boolean"), Variable);
                break;
        }
    }

    /// <summary>One of a few words, or a variable that holds one.</summary>
    public static void WriteWords(Utf8JsonWriter json, WordsShape shape) => WriteAnyOf(
        json,
        () =>
        {
            json.WriteStartArray("enum");
            foreach (var word in shape.Words)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
        },
        Variable);

    private static void WriteNumber(Utf8JsonWriter json, OptionBounds? bounds)
    {
        json.WriteString("type", "integer");
        if (bounds is not null)
        {
            json.WriteNumber("minimum", bounds.Min);
        }

        if (bounds is { HasMax: true })
        {
            json.WriteNumber("maximum", bounds.Max);
        }
    }

    private static void WriteShare(Utf8JsonWriter json)
    {
        json.WriteString("type", "number");
        json.WriteNumber("minimum", 0);
        json.WriteNumber("maximum", 1);
    }

    private static void WriteAnyOf(Utf8JsonWriter json, Action? write, params ReadOnlySpan<string> definitions)
    {
        json.WriteStartArray("anyOf");
        if (write is not null)
        {
            json.WriteStartObject();
            write();
            json.WriteEndObject();
        }

        foreach (var definition in definitions)
        {
            json.WriteStartObject();
            json.WriteString("$ref", $"#/$defs/{definition}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePattern(Utf8JsonWriter json, string name, string description, string pattern)
    {
        json.WriteStartObject(name);
        json.WriteString("description", description);
        json.WriteString("type", "string");
        json.WriteString("pattern", pattern);
        json.WriteEndObject();
    }
}
