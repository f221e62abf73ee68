using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Proxy.Core.Routing;

/// <summary>A route's path, taken apart: literal segments, captures of one segment, and perhaps all the rest.</summary>
internal sealed class PathPattern
{
    /// <summary>What the part behind <c>/*</c> is called.</summary>
    public const string RestName = "rest";

    private const int MaxSegments = 64;

    private PathPattern(IReadOnlyList<byte[]?> segments, IReadOnlyList<string> captures, bool takesRest) =>
        (Segments, Captures, TakesRest) = (segments, captures, takesRest);

    /// <summary>The pattern that every path meets.</summary>
    public static PathPattern Any { get; } = new([], [RestName], takesRest: true);

    /// <summary>The segments in order; null for a capture.</summary>
    public IReadOnlyList<byte[]?> Segments { get; }

    /// <summary>The names of the captures in order; <see cref="RestName"/> is the last where the rest is taken.</summary>
    public IReadOnlyList<string> Captures { get; }

    /// <summary>Whatever follows the segments, nothing included.</summary>
    public bool TakesRest { get; }

    /// <summary>True for the capture that is all the rest, which may be several segments.</summary>
    public bool IsRest(int capture) => TakesRest && capture == Captures.Count - 1;

    /// <summary>Reads a pattern as <see cref="Configuration.RouteOptions.Path"/> describes it.</summary>
    /// <param name="text">The pattern; null for any path.</param>
    /// <param name="pattern">The pattern, when valid.</param>
    /// <param name="problem">What is wrong with it, when not.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PathPattern? pattern, [NotNullWhen(false)] out string? problem)
    {
        pattern = text is null or "/*" or "*" ? Any : null;
        problem = pattern is null ? ProblemOf(text!) : null;
        if (pattern is not null || problem is not null)
        {
            return problem is null;
        }

        var takesRest = text!.EndsWith("/*", StringComparison.Ordinal);
        var segments = (takesRest ? text[..^2] : text)[1..].Split('/');
        var captures = segments.Where(IsCapture).Select(segment => segment[1..^1]).ToList();
        if (takesRest)
        {
            captures.Add(RestName);
        }

        problem = ProblemOf(segments, captures);
        pattern = new([.. segments.Select(segment => IsCapture(segment) ? null : Encoding.UTF8.GetBytes(segment))], captures, takesRest);
        return problem is null;
    }

    private static bool IsCapture(string segment) => segment is ['{', _, .., '}'];

    private static string? ProblemOf(string text) =>
        !text.StartsWith('/') ? $"\"{text}\": a path begins with \"/\""
        : text.Contains('?', StringComparison.Ordinal) ? $"\"{text}\": a path has no query; \"query\" is a condition of its own"
        : text.Contains('%', StringComparison.Ordinal) ? $"\"{text}\": write the path decoded, it is compared with the decoded path"
        : text.AsSpan(0, text.Length - 1).Contains('*') ? $"\"{text}\": \"*\" may only be the last segment, as in \"/v1/*\"; one segment is \"{{name}}\""
        : text.EndsWith('*') && !text.EndsWith("/*", StringComparison.Ordinal) ? $"\"{text}\": \"*\" is a segment of its own, as in \"/v1/*\""
        : null;

    private static string? ProblemOf(string[] segments, List<string> captures)
    {
        foreach (var segment in segments.SkipLast(1))
        {
            if (segment.Length == 0)
            {
                return "an empty segment never matches: paths are compared without \"//\"";
            }
        }

        return segments.Length > MaxSegments ? $"at most {MaxSegments} segments are allowed"
            : captures.Count > PathCaptures.Max ? $"at most {PathCaptures.Max} captures are allowed"
            : segments.FirstOrDefault(segment => segment is "." or "..") is { } dots ? $"\"{dots}\" never matches: paths are compared without dot segments"
            : segments.FirstOrDefault(segment => !IsCapture(segment) && segment.AsSpan().ContainsAny('{', '}')) is { } braces
                ? $"\"{braces}\": a capture is a whole segment, as in \"/users/{{id}}\""
            : captures.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
                ? $"the capture \"{twice.Key}\" is there twice"
            : null;
    }
}
