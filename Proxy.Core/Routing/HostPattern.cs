using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace Proxy.Core.Routing;

/// <summary>A route's host: one name, or every name below one.</summary>
/// <param name="Name">The name, without the <c>*.</c> of a wildcard.</param>
/// <param name="IsWildcard">Every name below it, and not the name itself.</param>
internal sealed record HostPattern(byte[] Name, bool IsWildcard)
{
    private const int MaxLength = 253;

    /// <summary>Reads a pattern as <see cref="Configuration.RouteOptions.Hosts"/> describes it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostPattern? pattern, [NotNullWhen(false)] out string? problem)
    {
        var isWildcard = text.StartsWith("*.", StringComparison.Ordinal);
        var name = isWildcard ? text[2..] : text;
        name = name.Length > 1 && name.EndsWith('.') ? name[..^1] : name;
        problem = ProblemOf(text, name);
        pattern = new(Encoding.ASCII.GetBytes(name.ToLowerInvariant()), isWildcard);
        return problem is null;
    }

    /// <summary>The name in Host or in a target: without port, and without the dot that may end it (RFC 3986 §3.2.2).</summary>
    public static ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> authority)
    {
        var isLiteral = !authority.IsEmpty && authority[0] == '[';
        var end = isLiteral ? authority.IndexOf((byte)']') + 1 : authority.IndexOf((byte)':');
        var name = end > 0 ? authority[..end] : authority;
        return name.TrimEnd((byte)'.');
    }

    /// <summary>True for a name that the pattern stands for.</summary>
    public bool Matches(ReadOnlySpan<byte> host)
    {
        var isLonger = host.Length > Name.Length;
        return Ascii.EqualsIgnoreCase(isLonger ? host[^Name.Length..] : host, Name) && (IsWildcard ? isLonger && host[^(Name.Length + 1)] == '.' : !isLonger);
    }

    private static string? ProblemOf(string text, string name) =>
        name.Length is 0 or > MaxLength ? $"\"{text}\" is no host name; for any host leave \"hosts\" out"
        : name.StartsWith('[') ? IPAddress.TryParse(name, out _) ? null : $"\"{text}\" is no IPv6 address"
        : name.Contains('*', StringComparison.Ordinal) ? $"\"{text}\": \"*\" stands at the beginning only, as in \"*.example.org\""
        : name.Contains("://", StringComparison.Ordinal) || name.Contains('/', StringComparison.Ordinal) ? $"\"{text}\": only the name, as in \"example.org\""
        : name.Contains(':', StringComparison.Ordinal) ? $"\"{text}\": leave the port out, it is not compared; an IPv6 address stands in brackets"
        : !Ascii.IsValid(name) ? $"\"{text}\": write the name as it goes over the wire, as in \"xn--bcher-kva.example\""
        : name.Split('.').Any(label => label.Length is 0 or > 63 || !label.All(IsNameCharacter)) ? $"\"{text}\" is no host name"
        : null;

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
