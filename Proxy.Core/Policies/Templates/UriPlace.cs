namespace Proxy.Core.Policies.Templates;

/// <summary>Where in a URI a variable stands (RFC 3986 §3), which decides what its value may hold there.</summary>
internal enum UriPlace : byte
{
    /// <summary>In the path, or before it is known that there is anything else.</summary>
    Path,

    /// <summary>In host and port.</summary>
    Authority,

    /// <summary>In the query.</summary>
    Query,
}
