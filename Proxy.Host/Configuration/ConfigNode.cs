namespace Proxy.Host.Configuration;

/// <summary>One JSON value that knows where it stands, so that an error about it can say so.</summary>
internal sealed class ConfigNode
{
    public required ConfigNodeKind Kind { get; init; }

    /// <summary>Where the value begins, in bytes from the start of the text.</summary>
    public required int Offset { get; init; }

    /// <summary>The way to this value, as in <c>upstreams.site.endpoints[1].address</c>; empty for the whole text.</summary>
    public required string Path { get; init; }

    /// <summary>The value of a string, the literal of a number or boolean; empty for all others.</summary>
    public string Text { get; init; } = "";

    /// <summary>The keys of an object, in the order of the text, repeated ones included.</summary>
    public IReadOnlyList<ConfigMember> Members { get; init; } = [];

    /// <summary>The elements of an array.</summary>
    public IReadOnlyList<ConfigNode> Items { get; init; } = [];

    /// <summary>The value in a few words, for errors of the form "…, found X".</summary>
    public string Describe() => Kind switch
    {
        ConfigNodeKind.Object => "an object",
        ConfigNodeKind.Array => "an array",
        ConfigNodeKind.String => $"the string \"{Text}\"",
        ConfigNodeKind.Null => "null",
        _ => Text,
    };

    /// <summary>The path of a key below the object at <paramref name="path"/>.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
