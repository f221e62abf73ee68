using System.Text;

namespace Proxy.Tests.Kit;

/// <summary>A message as it came over the wire: its head as text, its body without framing.</summary>
internal sealed record WireMessage(string Head, byte[] Body)
{
    /// <summary>The lines of the trailer section, each with its CRLF.</summary>
    public string Trailers { get; init; } = "";

    public string StartLine => Head[..Head.IndexOf("\r\n", StringComparison.Ordinal)];

    public int Status => int.Parse(StartLine.AsSpan(9, 3), null);

    public string Text => Encoding.Latin1.GetString(Body);

    public bool IsChunked => Field("Transfer-Encoding") == "chunked";

    /// <summary>The values of a field joined by a bar, or null where there is none.</summary>
    public string? Field(string name)
    {
        var values = Head.Split("\r\n").Skip(1)
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim())
            .ToArray();
        return values.Length == 0 ? null : string.Join('|', values);
    }
}
