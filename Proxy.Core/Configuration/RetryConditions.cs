namespace Proxy.Core.Configuration;

/// <summary>What may be followed by another try.</summary>
[Flags]
public enum RetryConditions
{
    /// <summary>Nothing; a pooled connection that turns out to be dead is replaced all the same.</summary>
    None = 0,

    /// <summary>No connection could be opened, refused or not in time: no byte of the request was written.</summary>
    ConnectFailure = 1,

    /// <summary>The endpoint ended the connection before any byte of a response.</summary>
    Reset = 2,

    /// <summary>The endpoint gave no response's head in the time a try has, or no connection came free.</summary>
    Timeout = 4,
}
