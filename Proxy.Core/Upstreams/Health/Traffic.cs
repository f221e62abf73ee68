namespace Proxy.Core.Upstreams.Health;

/// <summary>What an endpoint did in the time just past.</summary>
/// <param name="Recent">What was counted in the window.</param>
/// <param name="Unanswered">Requests that it was asked since it answered last, or has not answered yet.</param>
/// <param name="Silence">For how many milliseconds it has answered nothing, though it was asked.</param>
internal readonly record struct Traffic(TryTotals Recent, long Unanswered, long Silence);
