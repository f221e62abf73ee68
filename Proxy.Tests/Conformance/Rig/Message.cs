namespace Proxy.Tests.Conformance.Rig;

/// <summary>A message as <see cref="StrictReader"/> read it.</summary>
/// <param name="Lines">Start line and field lines; of these, whitespace around the value is one space before it.</param>
/// <param name="Body">Without framing.</param>
/// <param name="Trailers">Field lines behind a chunked body.</param>
/// <param name="Ending">How the body's end is found.</param>
/// <param name="IsComplete">The end was found. A body that ends with its connection is complete where that ended in order.</param>
internal sealed record Message(IReadOnlyList<string> Lines, string Body, IReadOnlyList<string> Trailers, Ending Ending, bool IsComplete)
{
    public string StartLine => Lines[0];

    public int Status => int.Parse(StartLine.AsSpan(9, 3), null);

    public bool IsInterim => Status < 200;

    /// <summary>The values of a field.</summary>
    public string[] Values(string name) => StrictReader.Values(Lines, name);

    /// <summary>As a failure shows it.</summary>
    public override string ToString() =>
        $"    {string.Join("\n    ", Lines)}\n    body ({Ending}, {(IsComplete ? "whole" : "cut short")}):\n{Escaped.Of(Body)}"
        + string.Concat(Trailers.Select(each => $"\n    trailer {each}"));
}
