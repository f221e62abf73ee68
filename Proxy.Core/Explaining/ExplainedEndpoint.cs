namespace Proxy.Core.Explaining;

/// <summary>An endpoint of the upstream that is asked.</summary>
/// <param name="Address">Its address, as it was written.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Percent">Its share of the upstream's requests.</param>
/// <param name="Note">What else is to know of it.</param>
/// <param name="IsChosen">It is the one that this request goes to, while it is well and not too busy; no endpoint is where that is open.</param>
public sealed record ExplainedEndpoint(string Address, int Weight, double Percent, string? Note = null, bool IsChosen = false);
