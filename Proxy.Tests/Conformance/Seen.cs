namespace Proxy.Tests.Conformance;

/// <summary>
/// A request as the origin has to see it: the request line and the field lines in any order but that of lines of one name, without those by which the proxy
/// tells who the client is, which are checked besides.
/// </summary>
internal sealed record Seen(params string[] Lines)
{
    /// <summary>In a line, stands for the origin's own authority.</summary>
    public const string Origin = "{origin}";

    public string Body { get; init; } = "";

    /// <summary>Field lines behind the body.</summary>
    public string[] Trailers { get; init; } = [];

    /// <summary>Minor version of the request as it came, which Via tells.</summary>
    public int Minor { get; init; } = 1;
}
