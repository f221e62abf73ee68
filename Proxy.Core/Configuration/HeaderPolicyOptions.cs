namespace Proxy.Core.Configuration;

/// <summary>
/// What is changed in the fields of requests on their way to an origin, or of responses on their way to clients. Values may hold variables in braces, such
/// as <c>{client.address}</c>, <c>{host}</c>, <c>{header.User-Agent}</c> or a capture of the route; <c>{{</c> stands for a brace. A value that turns out
/// empty is not written. Framing, hop-by-hop and identity fields are the proxy's own and cannot be changed here.
/// </summary>
public sealed record HeaderPolicyOptions
{
    /// <summary>Fields taken off: names, or the beginnings of names as in <c>X-Internal-*</c>. Before anything is written.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    /// <summary>Fields written in place of whatever has that name.</summary>
    public IReadOnlyList<HeaderValueOptions> Set { get; init; } = [];

    /// <summary>Values put behind what has that name, separated by a comma, in one line; alone where nothing has.</summary>
    public IReadOnlyList<HeaderValueOptions> Append { get; init; } = [];

    /// <summary>Lines written beside whatever has that name, as several <c>Set-Cookie</c> stand.</summary>
    public IReadOnlyList<HeaderValueOptions> Add { get; init; } = [];

    /// <summary>True when nothing is changed.</summary>
    public bool IsEmpty => Remove.Count + Set.Count + Append.Count + Add.Count == 0;
}
