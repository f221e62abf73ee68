namespace Proxy.Core.Explaining;

/// <summary>An option that applies to a request.</summary>
/// <param name="Key">Where it stands in the configuration, as in <c>limits.maxFields</c>.</param>
/// <param name="Value">Its value, as the configuration has it.</param>
/// <param name="IsDefault">It is what holds where nothing is said.</param>
public sealed record ExplainedSetting(string Key, string Value, bool IsDefault);
