namespace Proxy.Core.Upstreams.Health;

/// <summary>What the operator decides about who may be chosen.</summary>
/// <param name="PanicThreshold">Percent of the weight of a tier that has to be well, in one tier at least; 0 never panics.</param>
/// <param name="SpillOver">Percent of the weight of a tier that has to be well for it to bear all that comes to it, at least 1.</param>
internal readonly record struct EligibilityRules(int PanicThreshold, int SpillOver);
