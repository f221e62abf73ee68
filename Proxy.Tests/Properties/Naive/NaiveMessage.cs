namespace Proxy.Tests.Properties.Naive;

/// <summary>A message as the naive reader understands it. Bytes are Latin-1 characters in its strings.</summary>
internal sealed class NaiveMessage
{
    /// <summary>Of a request; empty in a response.</summary>
    public string Method { get; set; } = "";

    /// <summary>Of a request; empty in a response.</summary>
    public string Target { get; set; } = "";

    /// <summary>Of a response; zero in a request.</summary>
    public int Status { get; set; }

    public string Version { get; set; } = "";

    public List<NaiveField> Fields { get; } = [];

    public List<NaiveField> Trailers { get; } = [];

    /// <summary>Content without its framing.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>Where its first byte stands, empty lines before it left out.</summary>
    public int Start { get; set; }

    /// <summary>Where the byte behind its last one stands.</summary>
    public int End { get; set; }

    public bool IsInterim => Status is >= 100 and < 200;

    /// <summary>The values of all fields of a name.</summary>
    public List<string> All(string name) => [.. Fields.Where(field => field.Is(name)).Select(field => field.Value)];

    /// <summary>True when a field that is a list of tokens has this one.</summary>
    public bool Lists(string name, string token) => All(name)
        .SelectMany(value => value.Split(','))
        .Any(item => item.Trim(' ', '\t').Equals(token, StringComparison.OrdinalIgnoreCase));

    public override string ToString() =>
        $"{(Status > 0 ? Status : $"{Method} {Target}")} {Version} [{string.Join(" | ", Fields)}] {Body.Length} bytes [{string.Join(" | ", Trailers)}]";
}
