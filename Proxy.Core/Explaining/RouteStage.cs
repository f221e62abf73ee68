namespace Proxy.Core.Explaining;

/// <summary>How far a request gets with a route.</summary>
internal enum RouteStage
{
    Host,
    Path,
    Method,
    Header,
    Query,

    /// <summary>Every condition is met.</summary>
    Fits,
}
