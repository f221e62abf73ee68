using System.Text.Encodings.Web;
using System.Text.Json;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Documentation;

/// <summary>Writes the shape of the file as a JSON schema (draft 2020-12), for editors that complete and check while one types.</summary>
internal sealed class SchemaWriter
{
    private readonly Utf8JsonWriter _json;

    private SchemaWriter(Utf8JsonWriter json) => _json = json;

    /// <summary>The schema as indented text.</summary>
    public static string Write(ObjectShape root)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            new SchemaWriter(json).WriteRoot(root);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private void WriteRoot(ObjectShape root)
    {
        _json.WriteString("title", "proxy.json");
        WriteObject(root, "");
        _json.WriteStartObject("$defs");
        SchemaScalars.WriteDefinitions(_json);
        _json.WriteEndObject();
    }

    private void WriteObject(ObjectShape shape, string path)
    {
        _json.WriteString("description", shape.About);
        _json.WriteString("type", "object");
        _json.WriteStartObject("properties");
        foreach (var key in shape.Keys)
        {
            _json.WriteStartObject(key.Name);
            WriteKey(key, ConfigNode.Join(path, key.Name));
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        if (shape.Keys.Where(key => key.Required).Select(key => key.Name).ToArray() is { Length: > 0 } required)
        {
            _json.WriteStartArray("required");
            Array.ForEach(required, _json.WriteStringValue);
            _json.WriteEndArray();
        }

        WriteExclusive(shape);
        _json.WriteBoolean("additionalProperties", false);
    }

    private void WriteExclusive(ObjectShape shape)
    {
        if (shape.Exclusive.Count == 0)
        {
            return;
        }

        _json.WriteStartObject("not");
        _json.WriteStartArray("anyOf");
        foreach (var (first, second) in shape.Exclusive)
        {
            _json.WriteStartObject();
            _json.WriteStartArray("required");
            _json.WriteStringValue(first);
            _json.WriteStringValue(second);
            _json.WriteEndArray();
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteKey(KeyShape key, string path)
    {
        _json.WriteString("title", path);
        WriteValue(key.Value, key, path);

        // Behind the value: an object's own description is of any such object, this one of what it does here.
        if (key.Value is not ObjectShape)
        {
            _json.WriteString("description", KeyText.Sentences(key));
        }

        if (key.Default is { } text)
        {
            _json.WritePropertyName("default");
            _json.WriteRawValue(text);
        }
    }

    // The keywords of a value, into an object that is open.
    private void WriteValue(ValueShape shape, KeyShape? key, string path)
    {
        switch (shape)
        {
            case ObjectShape holder:
                WriteObject(holder, path);
                break;
            case MapShape map:
                _json.WriteString("type", "object");
                WriteNested("additionalProperties", map.Value, $"{path}.NAME");
                break;
            case ListShape list:
                _json.WriteString("type", "array");
                WriteNested("items", list.Item, $"{path}[N]");
                break;
            case NullableShape nullable:
                WriteAnyOf(key, path, nullable.Value, null);
                break;
            case EitherShape either:
                WriteAnyOf(key, path, [.. either.Ways]);
                break;
            case WordsShape words:
                SchemaScalars.WriteWords(_json, words);
                break;
            case ScalarShape scalar:
                SchemaScalars.Write(_json, scalar.Kind, key?.Bounds);
                break;
        }
    }

    private void WriteNested(string keyword, ValueShape shape, string path)
    {
        _json.WriteStartObject(keyword);
        WriteValue(shape, null, path);
        _json.WriteEndObject();
    }

    private void WriteAnyOf(KeyShape? key, string path, params ReadOnlySpan<ValueShape?> ways)
    {
        _json.WriteStartArray("anyOf");
        foreach (var way in ways)
        {
            _json.WriteStartObject();
            if (way is null)
            {
                _json.WriteString("type", "null");
            }
            else
            {
                WriteValue(way, key, path);
            }

            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }
}
