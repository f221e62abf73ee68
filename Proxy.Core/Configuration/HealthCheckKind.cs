namespace Proxy.Core.Configuration;

/// <summary>How an endpoint is asked whether it is well.</summary>
public enum HealthCheckKind
{
    /// <summary>By a request of HTTP/1.1, and what it answers.</summary>
    Http,

    /// <summary>By a connection: that it is taken is all.</summary>
    Tcp,
}
