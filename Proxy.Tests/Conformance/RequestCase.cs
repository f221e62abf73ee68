namespace Proxy.Tests.Conformance;

/// <summary>One row of the table of requests: bytes from a client, and what they lead to. Behind them another request is sent, see <see cref="Fate"/>.</summary>
/// <param name="Section">Where it is written.</param>
/// <param name="Name">Unique in its table.</param>
/// <param name="Input">What the client sends; a character is a byte.</param>
internal sealed record RequestCase(string Section, string Name, string Input)
{
    public const string Answered = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /// <summary>What the origin sees, request by request: nothing else, and no part of anything else.</summary>
    public IReadOnlyList<Seen> Origin { get; init; } = [];

    /// <summary>What the origin answers each.</summary>
    public string Answer { get; init; } = Answered;

    /// <summary>The client's responses, interim ones included.</summary>
    public int[] Statuses { get; init; } = [];

    /// <summary>The last response's body, where it is the origin's.</summary>
    public string Body { get; init; } = "ok";

    /// <summary>Field lines that the last response has to have.</summary>
    public string[] Says { get; init; } = [];

    /// <summary>What becomes of the connection.</summary>
    public Fate Fate { get; init; }

    /// <summary>The fault shows only behind the head: an origin may have seen a part of the request, and never the whole of it.</summary>
    public bool MayBegin { get; init; }

    /// <summary>The client ends its side behind the input, in place of a further request.</summary>
    public bool Ends { get; init; }

    /// <summary>Goes through as written: the lines are the origin's.</summary>
    public static RequestCase Forwarded(string section, string name, string input, params string[] lines) =>
        new(section, name, input) { Origin = [new Seen(lines)], Statuses = [200] };

    /// <summary>Is refused: the origin hears nothing of it, nor of what stands behind it.</summary>
    public static RequestCase Refused(string section, string name, int status, string input) =>
        new(section, name, input) { Statuses = [status], Fate = Fate.Closed };

    /// <summary>Is refused when its body is read.</summary>
    public static RequestCase Broken(string section, string name, int status, string input) =>
        Refused(section, name, status, input) with { MayBegin = true };

    /// <summary>With a body at the origin.</summary>
    public RequestCase WithBody(string body, params string[] trailers) =>
        this with { Origin = [.. Origin.SkipLast(1), Origin[^1] with { Body = body, Trailers = trailers }] };

    /// <summary>The last request came in HTTP/1.0.</summary>
    public RequestCase From10() => this with { Origin = [.. Origin.SkipLast(1), Origin[^1] with { Minor = 0 }] };

    /// <summary>One more request follows in the input.</summary>
    public RequestCase Then(params string[] lines) => this with { Origin = [.. Origin, new Seen(lines)], Statuses = [.. Statuses, 200] };

    /// <summary>The connection ends behind it.</summary>
    public RequestCase ThenClosed() => this with { Fate = Fate.Closed };
}
