namespace Proxy.Core.Configuration;

/// <summary>Which fields of a trusted proxy say who the client is.</summary>
public enum BelievedFields
{
    /// <summary>X-Forwarded-*; where none of them came, Forwarded.</summary>
    Either,

    /// <summary>X-Forwarded-* only.</summary>
    XForwarded,

    /// <summary>Forwarded only.</summary>
    Forwarded,
}
