using System.Text;

namespace Proxy.Host.Configuration;

/// <summary>
/// Puts variables of the environment into strings: <c>${NAME}</c>, <c>${NAME:-default}</c> for one that is unset or empty, <c>$${</c> for the characters
/// <c>${</c> themselves.
/// </summary>
/// <param name="lookup">The value of a variable, or null.</param>
internal sealed class VariableText(Func<string, string?> lookup)
{
    /// <summary>A regular expression for a string that is one reference and nothing else.</summary>
    public const string OnlyPattern = "^\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}$";

    /// <summary>Characters that all variables of a configuration may come to: a bound, so that a long one used often cannot fill the memory.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private const string Open = "${";
    private const string Escape = "$${";
    private const string DefaultMark = ":-";

    private int _length;

    /// <summary>A string with its variables put in; the same when it has none.</summary>
    public ConfigNode Expand(ConfigNode text, ConfigProblems problems)
    {
        if (!text.Text.Contains(Open, StringComparison.Ordinal))
        {
            return text;
        }

        var expanded = new StringBuilder();
        var wrong = new List<string>();
        for (var rest = text.Text.AsSpan(); !rest.IsEmpty;)
        {
            rest = rest[Step(rest, expanded, wrong)..];
        }

        foreach (var problem in wrong)
        {
            problems.Add(text, problem);
        }

        return new()
        {
            Kind = ConfigNodeKind.String,
            Place = text.Place,
            Path = text.Path,
            Text = wrong.Count == 0 ? expanded.ToString() : "",
            Written = text.Text,
            IsReference = text.Text.StartsWith(Open, StringComparison.Ordinal) && text.Text.IndexOf('}', StringComparison.Ordinal) == text.Text.Length - 1,
            IsBroken = wrong.Count > 0,
        };
    }

    // Takes what the text begins with, and says how much that was.
    private int Step(ReadOnlySpan<char> text, StringBuilder expanded, List<string> wrong)
    {
        if (text.StartsWith(Escape))
        {
            expanded.Append(Open);
            return Escape.Length;
        }
        else if (!text.StartsWith(Open))
        {
            var next = text[1..].IndexOf('$');
            var plain = next < 0 ? text : text[..(next + 1)];
            expanded.Append(plain);
            return plain.Length;
        }

        var end = text.IndexOf('}');
        var reference = end < 0 ? text[Open.Length..] : text[Open.Length..end];
        var mark = reference.IndexOf(DefaultMark);
        var name = (mark < 0 ? reference : reference[..mark]).ToString();
        if (end < 0 || !IsName(name))
        {
            wrong.Add($"\"{Open}\" begins a variable, as in \"${{NAME}}\" or \"${{NAME:-default}}\"; write \"{Escape}\" for the characters themselves");
            return text.Length;
        }

        var byDefault = mark < 0 ? null : reference[(mark + DefaultMark.Length)..].ToString();
        if (byDefault?.Contains(Open, StringComparison.Ordinal) == true)
        {
            wrong.Add($"the default of {name} holds a variable of its own, which is not possible");
            return text.Length;
        }

        Append(name, byDefault, expanded, wrong);
        return end + 1;
    }

    private void Append(string name, string? byDefault, StringBuilder expanded, List<string> wrong)
    {
        var value = lookup(name);
        value = string.IsNullOrEmpty(value) && byDefault is not null ? byDefault : value;
        if (value is null)
        {
            wrong.Add($"the environment has no variable {name}; set it, or give a default, as in \"${{{name}:-…}}\"");
        }
        else if ((_length += value.Length) > MaxLength)
        {
            wrong.Add($"the variables of the configuration come to more than {MaxLength >> 20} MiB");
            _length = MaxLength;
        }
        else
        {
            expanded.Append(value);
        }
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
