using System.Text;
using System.Text.Json;

namespace Proxy.Core.Observability.AccessLogs;

/// <summary>A name out of the configuration as log lines have it: escaped once, for JSON, and never too long.</summary>
internal static class LogName
{
    /// <summary>Bytes that any of them takes at most.</summary>
    public const int MaxBytes = MaxCharacters * 6;

    private const int MaxCharacters = 128;

    public static byte[] Of(string? name)
    {
        // Through UTF-8, which has no half of a character.
        var text = Encoding.UTF8.GetBytes(name is { Length: > MaxCharacters } ? name[..MaxCharacters] : name ?? "");
        return JsonEncodedText.Encode(text).EncodedUtf8Bytes.ToArray();
    }
}
