namespace Proxy.Core.Explaining;

/// <summary>Where a request arrives.</summary>
/// <param name="Name">The listener's name; empty for a connection that somebody else accepted.</param>
/// <param name="Address">Its address, as it was written.</param>
/// <param name="Scheme">What is spoken there, <c>http</c> or <c>https</c>.</param>
/// <param name="Notes">What has to be said of it: that the URL led nowhere else, for example.</param>
public sealed record ExplainedListener(string Name, string Address, string Scheme, IReadOnlyList<string> Notes);
