namespace Proxy.Core.Explaining;

/// <summary>Why a head was refused by the parser, and where.</summary>
/// <param name="Text">What is wrong.</param>
/// <param name="Reference">The section that says so, as in <c>RFC 9112 §3.2</c>; empty for a limit of the proxy's own.</param>
/// <param name="Offset">The byte, counted from the head's first.</param>
/// <param name="Line">The line that it stands in.</param>
/// <param name="Column">The character of that line, counted from 0.</param>
public sealed record ExplainedFault(string Text, string Reference, int Offset, string Line, int Column);
