namespace Proxy.Core.Configuration;

/// <summary>Whether, and how, connections to origins begin with a header that tells who the client is: the PROXY protocol of HAProxy.</summary>
public enum ProxyProtocol
{
    /// <summary>They begin with the request.</summary>
    Off,

    /// <summary>A line of text.</summary>
    V1,

    /// <summary>The binary header.</summary>
    V2,
}
