namespace Proxy.Core.Configuration;

/// <summary>Where the identifier of a request comes from.</summary>
public enum RequestIdMode
{
    /// <summary>Origins are told none; a field that a client sends is forwarded like any other.</summary>
    Off,

    /// <summary>A new one for each request; what came is dropped.</summary>
    Make,

    /// <summary>The one a trusted proxy sends, if it is one; else a new one.</summary>
    Pass,
}
