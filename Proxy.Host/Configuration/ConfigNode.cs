namespace Proxy.Host.Configuration;

/// <summary>One JSON value that knows where it stands, so that an error about it can say so.</summary>
internal sealed class ConfigNode
{
    public required ConfigNodeKind Kind { get; init; }

    /// <summary>Where the value begins.</summary>
    public required ConfigPlace Place { get; init; }

    /// <summary>
    /// The way to this value, as in <c>upstreams.site.endpoints[1].address</c>; empty for the whole text. Routes are counted over all files.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>The value of a string, its variables put in; the literal of a number or boolean; empty for all others.</summary>
    public string Text { get; init; } = "";

    /// <summary>A string as the file has it, where it has variables; else null.</summary>
    public string? Written { get; init; }

    /// <summary>The string is one variable and nothing else: its text is read as if it stood there without quotes.</summary>
    public bool IsReference { get; init; }

    /// <summary>There is an error in the string, and it has no value: whoever would read it leaves the default.</summary>
    public bool IsBroken { get; init; }

    /// <summary>The keys of an object, in the order of the text, repeated ones included.</summary>
    public IReadOnlyList<ConfigMember> Members { get; init; } = [];

    /// <summary>The elements of an array.</summary>
    public IReadOnlyList<ConfigNode> Items { get; init; } = [];

    /// <summary>True for a bare literal of this kind, and for a variable that may hold one.</summary>
    public bool MayBe(ConfigNodeKind literal) => Kind == literal || IsReference;

    /// <summary>The value in a few words, for errors of the form "…, found X".</summary>
    public string Describe() =>
        Kind == ConfigNodeKind.String ? $"the string \"{Text}\"{(Written is null ? "" : $" from \"{Written}\"")}"
        : Kind is ConfigNodeKind.Number or ConfigNodeKind.Boolean ? Text
        : DescribeKind();

    /// <summary>The kind of the value, and nothing of what it says: for what nobody may read.</summary>
    public string DescribeKind() => Kind switch
    {
        ConfigNodeKind.Object => "an object",
        ConfigNodeKind.Array => "an array",
        ConfigNodeKind.String => "a string",
        ConfigNodeKind.Number => "a number",
        ConfigNodeKind.Boolean => "a boolean",
        _ => "null",
    };

    /// <summary>The path of a key below the object at <paramref name="path"/>.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
