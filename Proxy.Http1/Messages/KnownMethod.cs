namespace Proxy.Http1.Messages;

/// <summary>The methods of RFC 9110 §9.3 and RFC 5789. Any other token is <see cref="Other"/> and is forwarded by its bytes.</summary>
public enum KnownMethod : byte
{
    /// <summary>A token that is none of the methods below.</summary>
    Other,

    /// <summary>RFC 9110 §9.3.1.</summary>
    Get,

    /// <summary>RFC 9110 §9.3.2: like GET, but its response has no body.</summary>
    Head,

    /// <summary>RFC 9110 §9.3.3.</summary>
    Post,

    /// <summary>RFC 9110 §9.3.4.</summary>
    Put,

    /// <summary>RFC 9110 §9.3.5.</summary>
    Delete,

    /// <summary>RFC 9110 §9.3.6: asks for a tunnel; its target is in authority-form.</summary>
    Connect,

    /// <summary>RFC 9110 §9.3.7: the only method whose target may be in asterisk-form.</summary>
    Options,

    /// <summary>RFC 9110 §9.3.8.</summary>
    Trace,

    /// <summary>RFC 5789.</summary>
    Patch,
}
