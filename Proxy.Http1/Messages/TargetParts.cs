namespace Proxy.Http1.Messages;

/// <summary>Where the parts of a request target lie in its head. An empty authority means that Host names it.</summary>
internal readonly record struct TargetParts(TargetForm Form, int AuthorityStart, int AuthorityLength, int PathStart, int PathLength);
