namespace Proxy.Core.Explaining;

/// <summary>What happens to a request.</summary>
/// <param name="Kind">In a word.</param>
/// <param name="Status">The status it is answered with; 0 where that is the origin's to say.</param>
/// <param name="Text">In a sentence.</param>
/// <param name="Reason">The reason in logs and metrics, where it is refused; as in <c>no-route</c>.</param>
public sealed record ExplainedOutcome(OutcomeKind Kind, int Status, string Text, string? Reason = null);
