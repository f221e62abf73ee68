namespace Proxy.Tests.Conformance.Rig;

/// <summary>How the end of a message is found (RFC 9112 §6.3).</summary>
internal enum Ending
{
    Head,
    Length,
    Chunks,
    Close,
}
