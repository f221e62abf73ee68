namespace Proxy.Tests.Conformance;

/// <summary>What an origin does behind what it has sent.</summary>
internal enum OriginEnd
{
    Waits,
    Closes,
    Resets,
}
