using System.Buffers;
using System.Text.Json;

namespace Proxy.Host.Control;

/// <summary>What a verb answers: a status and a JSON object that begins with the protocol's number.</summary>
/// <param name="Status">The status (RFC 9110 §15).</param>
/// <param name="Body">JSON.</param>
internal sealed record ControlAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Changes when a client that knows the old one could misunderstand an answer.</summary>
    public const int Protocol = 1;

    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A further field line, with its CRLF, or nothing.</summary>
    public string Field { get; init; } = "";

    /// <summary>An answer with these members.</summary>
    public static ControlAnswer Of(int status, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("protocol", Protocol);
            write(json);
            json.WriteEndObject();
        }

        body.Write("\n"u8);
        return new(status, body.WrittenMemory);
    }

    /// <summary>A refusal, and why.</summary>
    public static ControlAnswer Refuse(int status, string error) => Of(status, json => json.WriteString("error", error));
}
