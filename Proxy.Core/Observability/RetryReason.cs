namespace Proxy.Core.Observability;

/// <summary>Why a request was tried again.</summary>
public enum RetryReason
{
    /// <summary>A pooled connection had ended before any byte of a response: it was replaced by a new one to the same endpoint.</summary>
    StaleConnection,

    /// <summary>No connection could be opened.</summary>
    ConnectFailure,

    /// <summary>The endpoint ended the connection before any byte of a response.</summary>
    Reset,

    /// <summary>The endpoint gave no response's head in the time a try has, or no connection came free.</summary>
    Timeout,

    /// <summary>The endpoint answered with a status that is tried again.</summary>
    Status,
}
