using System.Text;
using System.Text.Json;

namespace Proxy.Host.Configuration;

/// <summary>Reads JSON with comments and trailing commas into nodes that carry their positions, and puts variables into strings.</summary>
internal sealed class ConfigReader
{
    private static readonly JsonReaderOptions ReaderOptions = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly ConfigSource _source;
    private readonly VariableText _variables;
    private readonly ConfigProblems _problems;
    private readonly Stack<ConfigPlace> _open = new();

    private ConfigReader(ConfigSource source, VariableText variables, ConfigProblems problems) =>
        (_source, _variables, _problems) = (source, variables, problems);

    /// <summary>Reads a whole text, which has to be valid UTF-8 without a byte order mark.</summary>
    /// <exception cref="ConfigSyntaxException">The text is no JSON.</exception>
    public static ConfigNode Read(ConfigSource source, VariableText variables, ConfigProblems problems)
    {
        var json = new Utf8JsonReader(source.Text.Span, ReaderOptions);
        var reader = new ConfigReader(source, variables, problems);
        try
        {
            json.Read();
            var root = reader.ReadValue(ref json, "");
            json.Read(); // Refuses whatever follows the value.
            return root;
        }
        catch (JsonException e)
        {
            var offset = OffsetOf(e, source.Text.Span);
            ConfigPlace? open = reader._open.TryPeek(out var place) ? place : null;
            throw new ConfigSyntaxException(offset, SyntaxText.Explain(e.Message, source.Text.Span, offset, open));
        }
    }

    private ConfigNode ReadValue(ref Utf8JsonReader reader, string path)
    {
        var place = PlaceOf(ref reader);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader, path),
            JsonTokenType.StartArray => ReadArray(ref reader, path),
            JsonTokenType.String => _variables.Expand(Leaf(ConfigNodeKind.String, ReadText(ref reader)), _problems),
            JsonTokenType.Number => Leaf(ConfigNodeKind.Number, Encoding.UTF8.GetString(reader.ValueSpan)),
            JsonTokenType.True => Leaf(ConfigNodeKind.Boolean, "true"),
            JsonTokenType.False => Leaf(ConfigNodeKind.Boolean, "false"),
            _ => Leaf(ConfigNodeKind.Null, ""),
        };

        ConfigNode Leaf(ConfigNodeKind kind, string text) => new() { Kind = kind, Place = place, Path = path, Text = text };
    }

    private ConfigNode ReadObject(ref Utf8JsonReader reader, string path)
    {
        var place = PlaceOf(ref reader);
        _open.Push(place);
        var members = new List<ConfigMember>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var keyPlace = PlaceOf(ref reader);
            var key = ReadText(ref reader);
            reader.Read();
            members.Add(new(key, keyPlace, ReadValue(ref reader, ConfigNode.Join(path, key))));
        }

        _open.Pop();
        return new() { Kind = ConfigNodeKind.Object, Place = place, Path = path, Members = members };
    }

    private ConfigNode ReadArray(ref Utf8JsonReader reader, string path)
    {
        var place = PlaceOf(ref reader);
        _open.Push(place);
        var items = new List<ConfigNode>();
        var first = path == ConfigMerge.Routes ? _source.FirstRoute : 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader, $"{path}[{first + items.Count}]"));
        }

        _open.Pop();
        return new() { Kind = ConfigNodeKind.Array, Place = place, Path = path, Items = items };
    }

    private ConfigPlace PlaceOf(ref Utf8JsonReader reader) => new(_source, (int)reader.TokenStartIndex);

    private static string ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The bytes are valid UTF-8, so only an escape can do this: half of a surrogate pair.
            throw new ConfigSyntaxException((int)reader.TokenStartIndex, "the string holds a \\u escape that is no character");
        }
    }

    private static int OffsetOf(JsonException e, ReadOnlySpan<byte> utf8)
    {
        var start = 0;
        for (var line = e.LineNumber ?? 0; line > 0; line--)
        {
            start += utf8[start..].IndexOf((byte)'\n') + 1;
        }

        return Math.Min(start + (int)(e.BytePositionInLine ?? 0), utf8.Length);
    }
}
