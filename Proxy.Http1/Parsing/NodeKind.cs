namespace Proxy.Http1.Parsing;

/// <summary>What a list of proxies says of one of them.</summary>
public enum NodeKind
{
    /// <summary>Nothing that can be read.</summary>
    Invalid,

    /// <summary>Its IP address.</summary>
    Address,

    /// <summary>That it keeps its name to itself: <c>unknown</c>, or an obfuscated identifier (RFC 7239 §6.2, §6.3).</summary>
    Unnamed,
}
