namespace Proxy.Core.Explaining;

/// <summary>A second upstream that gets copies, and whose responses nobody sees.</summary>
/// <param name="Upstream">Its name.</param>
/// <param name="Share">Which requests are copied, as in <c>10 of 100 requests, by chance</c>.</param>
/// <param name="Condition">On what it depends whether this one is; empty where nothing is in its way.</param>
/// <param name="MayCopy">This request may be copied.</param>
/// <param name="Settings">Its bounds.</param>
public sealed record ExplainedMirror(string Upstream, string Share, string Condition, bool MayCopy, IReadOnlyList<ExplainedSetting> Settings);
