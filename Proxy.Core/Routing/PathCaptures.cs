using System.Runtime.CompilerServices;

namespace Proxy.Core.Routing;

/// <summary>Where the captures of a route lie in the path it was matched with; as many as the route's <see cref="PathPattern.Captures"/>.</summary>
[InlineArray(Max)]
internal struct PathCaptures
{
    /// <summary>Most captures of one route.</summary>
    public const int Max = 8;

    private (int Start, int Length) _first;
}
