namespace Proxy.Tests.Soak;

/// <summary>How a body's end is told.</summary>
internal enum Framing
{
    None,
    Length,
    Chunked,
    Close,
}
