using Proxy.Core.Routing;

namespace Proxy.Core.Explaining;

/// <summary>How a request fits a route.</summary>
/// <param name="Route">The route.</param>
/// <param name="Stage">The first condition that is not met.</param>
/// <param name="Depth">Segments of the path that are met.</param>
/// <param name="Reason">Why that condition is not met.</param>
/// <param name="Host">The most specific of its hosts that is met; null where it takes any.</param>
internal sealed record RouteFit(Route Route, RouteStage Stage, int Depth, string Reason, HostPattern? Host);
