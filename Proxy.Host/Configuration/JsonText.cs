using System.Text.Json;

namespace Proxy.Host.Configuration;

/// <summary>Text as JSON has it.</summary>
internal static class JsonText
{
    /// <summary>A string in its quotes.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
