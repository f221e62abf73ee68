using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Proxy.Core.Explaining;

namespace Proxy.Host.Explaining;

/// <summary>An explanation as JSON; its members are those of <see cref="Explanation"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Explanation))]
internal sealed partial class ExplainJson : JsonSerializerContext
{
    public static string Render(Explanation explanation)
    {
        // It is read by tools and people, and stands in no page: quotes and umlauts stay as they are.
        var options = new JsonSerializerOptions(Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        return JsonSerializer.Serialize(explanation, new ExplainJson(options).Explanation) + Environment.NewLine;
    }
}
