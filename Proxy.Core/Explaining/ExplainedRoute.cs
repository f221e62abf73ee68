namespace Proxy.Core.Explaining;

/// <summary>A route, and why it was taken or not.</summary>
public sealed record ExplainedRoute
{
    /// <summary>Its place among the routes, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its name; empty where it has none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its conditions in short, as in <c>GET api.example.org/v1/*</c>.</summary>
    public required string Conditions { get; init; }

    /// <summary>What it does in short, as in <c>upstream "api"</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Whether it was taken.</summary>
    public required RouteVerdict Verdict { get; init; }

    /// <summary>Why not: the first condition that is not met, or what goes before it. Empty for the route taken.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What the captures of the route taken hold, as it was sent.</summary>
    public IReadOnlyDictionary<string, string> Captures { get; init; } = new Dictionary<string, string>();
}
