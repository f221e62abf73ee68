using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration;

/// <summary>Readers of single values.</summary>
internal static class Values
{
    public static bool Text(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out string value)
    {
        value = node.Text;
        return node.Kind == ConfigNodeKind.String || Fail(node, problems, $"a string is needed, found {node.Describe()}");
    }

    public static bool Int32(ConfigNode node, ConfigProblems problems, out int value)
    {
        value = 0;
        if (node.Kind == ConfigNodeKind.Number && TryWholeNumber(node.Text, out var number))
        {
            return TryNarrow(node, problems, number, out value);
        }

        return Fail(node, problems, $"a whole number is needed, found {node.Describe()}");
    }

    /// <summary>A number of bytes, or a string such as <c>"32KiB"</c>.</summary>
    public static bool Size(ConfigNode node, ConfigProblems problems, out long value)
    {
        value = 0;
        return (node.Kind == ConfigNodeKind.Number && TryWholeNumber(node.Text, out value))
            || (node.Kind == ConfigNodeKind.String && SizeText.TryParse(node.Text, out value))
            || Fail(node, problems, $"a size is needed, a number of bytes or a string like \"32KiB\", \"1MiB\"; found {node.Describe()}");
    }

    /// <inheritdoc cref="Size"/>
    public static bool SizeInt32(ConfigNode node, ConfigProblems problems, out int value)
    {
        value = 0;
        return Size(node, problems, out var size) && TryNarrow(node, problems, size, out value);
    }

    /// <summary>A string such as <c>"250ms"</c>.</summary>
    public static bool Duration(ConfigNode node, ConfigProblems problems, out TimeSpan value)
    {
        value = default;
        return (node.Kind == ConfigNodeKind.String && DurationText.TryParse(node.Text, out value))
            || Fail(node, problems, $"a duration is needed, a string like \"250ms\", \"5s\", \"2m\", \"1h\"; found {node.Describe()}");
    }

    public static bool Boolean(ConfigNode node, ConfigProblems problems, out bool value)
    {
        value = node.Text == "true";
        return node.Kind == ConfigNodeKind.Boolean || Fail(node, problems, $"true or false is needed, found {node.Describe()}");
    }

    /// <summary>One of a few words.</summary>
    public static ValueReader<T> OneOf<T>(string kind, IReadOnlyDictionary<string, T> words) =>
        (ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out T value) =>
        {
            value = default;
            return Text(node, problems, out var word)
                && (words.TryGetValue(word, out value) || Fail(node, problems, NameSuggestion.Unknown(kind, word, words.Keys)));
        };

    /// <summary>A value, or JSON's null for "no such bound".</summary>
    public static ValueReader<T?> OrNull<T>(ValueReader<T> read)
        where T : struct =>
        (ConfigNode node, ConfigProblems problems, out T? value) =>
        {
            value = null;
            if (node.Kind == ConfigNodeKind.Null)
            {
                return true;
            }

            var isRead = read(node, problems, out var present);
            value = isRead ? present : null;
            return isRead;
        };

    /// <summary>Adds an error; always false, so that a reader can return it.</summary>
    public static bool Fail(ConfigNode node, ConfigProblems problems, string message)
    {
        problems.Add(node, message);
        return false;
    }

    private static bool TryWholeNumber(string literal, out long number) =>
        long.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static bool TryNarrow(ConfigNode node, ConfigProblems problems, long wide, out int narrow)
    {
        narrow = (int)Math.Clamp(wide, int.MinValue, int.MaxValue);
        return narrow == wide || Fail(node, problems, $"{node.Text} is out of range: at most {int.MaxValue} is allowed");
    }
}
