namespace Proxy.Host.Configuration.Shapes;

/// <summary>One of a few words.</summary>
internal sealed record WordsShape(IReadOnlyList<string> Words) : ValueShape;
