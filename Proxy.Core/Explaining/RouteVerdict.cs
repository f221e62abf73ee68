namespace Proxy.Core.Explaining;

/// <summary>What was found of a route.</summary>
public enum RouteVerdict
{
    /// <summary>It takes the request.</summary>
    Taken,

    /// <summary>It would take it, were there not one that goes before it.</summary>
    LessSpecific,

    /// <summary>One of its conditions is not met.</summary>
    Differs,
}
