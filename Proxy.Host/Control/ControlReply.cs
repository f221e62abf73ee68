using System.Text.Json;

namespace Proxy.Host.Control;

/// <summary>What a running proxy answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The JSON as it came.</param>
/// <param name="Root">The JSON as read.</param>
internal sealed record ControlReply(int Status, string Body, JsonElement Root)
{
    /// <summary>A member that is a string, or null.</summary>
    public string? Text(string name) => Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A member that is an array of strings; empty where there is none.</summary>
    public IEnumerable<string> Lines(string name) =>
        Root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(line => $"{line}") : [];
}
