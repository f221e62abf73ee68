namespace Proxy.Tests.Conformance;

/// <summary>One row of the table of responses: bytes from an origin, and what they lead to.</summary>
/// <param name="Section">Where it is written.</param>
/// <param name="Name">Unique in its table.</param>
/// <param name="Input">What the origin sends; a character is a byte.</param>
internal sealed record ResponseCase(string Section, string Name, string Input)
{
    public const string Asked = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    public const string Asked10 = "GET / HTTP/1.0\r\nHost: a\r\n\r\n";
    public const string AskedHead = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

    /// <summary>What the client asked.</summary>
    public string Request { get; init; } = Asked;

    /// <summary>How the origin goes on behind the input.</summary>
    public OriginEnd End { get; init; }

    /// <summary>
    /// Status line and field lines of the response as the client has to see it, without Date where the origin sent none and without Connection, which are
    /// checked besides; nothing: the response is not the origin's.
    /// </summary>
    public string[] Lines { get; init; } = [];

    public string Body { get; init; } = "";

    public string[] Trailers { get; init; } = [];

    /// <summary>Status lines and field lines of the interim responses before it.</summary>
    public string[][] Interim { get; init; } = [];

    /// <summary>What becomes of the client's connection.</summary>
    public Fate Fate { get; init; }

    /// <summary>The origin's connection carries the next request too. If not, it was closed and another one does.</summary>
    public bool IsReused { get; init; }

    /// <summary>Reaches the client.</summary>
    public static ResponseCase Delivered(string section, string name, string input, params string[] lines) =>
        new(section, name, input) { Lines = lines, IsReused = true };

    /// <summary>Is no response: the client is told so in its place.</summary>
    public static ResponseCase BadGateway(string section, string name, string input) => new(section, name, input) { Fate = Fate.AsSaid };

    /// <summary>Breaks off: the client gets no whole response out of it.</summary>
    public static ResponseCase Aborted(string section, string name, string input) => new(section, name, input) { Fate = Fate.Aborted };

    /// <summary>With this body.</summary>
    public ResponseCase WithBody(string body) => this with { Body = body };

    /// <summary>The origin closes behind it.</summary>
    public ResponseCase ThenEnd(OriginEnd end = OriginEnd.Closes) => this with { End = end, IsReused = false };

    /// <summary>The origin's connection is not used again.</summary>
    public ResponseCase ThenDiscarded() => this with { IsReused = false };

    /// <summary>In answer to this request.</summary>
    public ResponseCase To(string request) => this with { Request = request };

    /// <summary>In answer to this request, behind which the connection closes.</summary>
    public ResponseCase ToClosed(string request) => this with { Request = request, Fate = Fate is Fate.Kept ? Fate.Closed : Fate };
}
