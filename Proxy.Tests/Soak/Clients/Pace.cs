namespace Proxy.Tests.Soak.Clients;

/// <summary>How a body is sent.</summary>
/// <param name="Pieces">In so many pieces at least; 0 for as few as can be.</param>
/// <param name="Pause">Time between pieces.</param>
/// <param name="ThenEnds">The client's side ends behind the request.</param>
internal readonly record struct Pace(int Pieces = 0, TimeSpan Pause = default, bool ThenEnds = false);
