using System.Text.Json;

namespace Proxy.Host.Control;

/// <summary>What the verbs that change an endpoint take: JSON in the request's content.</summary>
/// <param name="Upstream">The upstream's name.</param>
/// <param name="Endpoint">The endpoint's address.</param>
/// <param name="Weight">Its weight, where one is needed.</param>
internal sealed record EndpointOrder(string Upstream, string Endpoint, int? Weight = null)
{
    private const string Needed = """{ "upstream": "NAME", "endpoint": "ADDRESS" } is needed""";

    /// <summary>Reads one; where there is none, what is wrong.</summary>
    public static (EndpointOrder? Order, string Problem) Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            var root = json.RootElement;
            return Text(root, "upstream") is { } upstream && Text(root, "endpoint") is { } endpoint
                ? (new(upstream, endpoint, root.TryGetProperty("weight", out var weight) ? weight.GetInt32() : null), "")
                : (null, Needed);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return (null, Needed);
        }
    }

    /// <summary>The content that says it.</summary>
    public byte[] ToContent()
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("upstream", Upstream);
            json.WriteString("endpoint", Endpoint);
            if (Weight is { } weight)
            {
                json.WriteNumber("weight", weight);
            }

            json.WriteEndObject();
        }

        return content.ToArray();
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
