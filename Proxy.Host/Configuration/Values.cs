using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration;

/// <summary>Readers of single values.</summary>
internal static class Values
{
    public static ValueReader<string> Text { get; } = new(new ScalarShape(ScalarKind.Text), ReadText, JsonText.Quote);

    public static ValueReader<int> Int32 { get; } = new(new ScalarShape(ScalarKind.WholeNumber), ReadInt32, value => Write(value, OptionUnit.Count));

    public static ValueReader<bool> Boolean { get; } = new(new ScalarShape(ScalarKind.Boolean), ReadBoolean, value => value ? "true" : "false");

    /// <summary>A number of bytes, or a string such as <c>"32KiB"</c>.</summary>
    public static ValueReader<long> Size { get; } = new(new ScalarShape(ScalarKind.Size), ReadSize, value => Write(value, OptionUnit.Bytes));

    /// <inheritdoc cref="Size"/>
    public static ValueReader<int> SizeInt32 { get; } = new(new ScalarShape(ScalarKind.Size), ReadSizeInt32, value => Write(value, OptionUnit.Bytes));

    /// <summary>A string such as <c>"250ms"</c>.</summary>
    public static ValueReader<TimeSpan> Duration { get; } =
        new(new ScalarShape(ScalarKind.Duration), ReadDuration, value => Write(value.Ticks, OptionUnit.Ticks));

    /// <summary>What nobody may read: a string, or <c>{ "file": "path" }</c>. No error shows it, and no default is written.</summary>
    public static ValueReader<string> Secret { get; } = SecretValue.Reader;

    /// <summary>One of a few words.</summary>
    /// <param name="kind">What the words are called in errors, as in "transport".</param>
    /// <param name="words">The words and what they mean.</param>
    public static ValueReader<T> OneOf<T>(string kind, IReadOnlyDictionary<string, T> words) => new(
        new WordsShape([.. words.Keys]),
        (ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out T value) =>
        {
            value = default;
            return ReadText(node, problems, out var word)
                && (words.TryGetValue(word, out value) || Fail(node, problems, NameSuggestion.Unknown(kind, word, words.Keys)));
        },
        value => words.FirstOrDefault(pair => Equals(pair.Value, value)).Key is { } word ? JsonText.Quote(word) : null);

    /// <summary>A value, or JSON's null.</summary>
    /// <param name="reader">Reads what is not null.</param>
    /// <param name="meaning">What null means, as in "unlimited".</param>
    public static ValueReader<T?> OrNull<T>(ValueReader<T> reader, string meaning)
        where T : struct => new(
        new NullableShape(reader.Shape, meaning),
        (ConfigNode node, ConfigProblems problems, out T? value) =>
        {
            value = null;
            if (node.Kind == ConfigNodeKind.Null || node is { IsReference: true, Text: "null" })
            {
                return true;
            }

            var isRead = reader.TryRead(node, problems, out var present);
            value = isRead ? present : null;
            return isRead;
        },
        value => value is { } present ? reader.Write(present) : null);

    /// <summary>A string, or JSON's null.</summary>
    /// <param name="meaning">What null means, as in "none".</param>
    public static ValueReader<string?> TextOrNull(string meaning) => new(
        new NullableShape(Text.Shape, meaning),
        (ConfigNode node, ConfigProblems problems, out string? value) =>
        {
            value = null;
            return node.Kind == ConfigNodeKind.Null || ReadText(node, problems, out value);
        },
        Text.Write);

    /// <summary>Adds an error; always false, so that a reader can return it.</summary>
    public static bool Fail(ConfigNode node, ConfigProblems problems, string message)
    {
        problems.Add(node, message);
        return false;
    }

    private static bool ReadText(ConfigNode node, ConfigProblems problems, [MaybeNullWhen(false)] out string value)
    {
        value = node.Text;
        return node.Kind == ConfigNodeKind.String || Fail(node, problems, $"a string is needed, found {node.Describe()}");
    }

    private static bool ReadInt32(ConfigNode node, ConfigProblems problems, out int value)
    {
        value = 0;
        if (node.MayBe(ConfigNodeKind.Number) && TryWholeNumber(node.Text, out var number))
        {
            return TryNarrow(node, problems, number, out value);
        }

        return Fail(node, problems, $"a whole number is needed, found {node.Describe()}");
    }

    private static bool ReadSize(ConfigNode node, ConfigProblems problems, out long value)
    {
        value = 0;
        return (node.MayBe(ConfigNodeKind.Number) && TryWholeNumber(node.Text, out value))
            || (node.Kind == ConfigNodeKind.String && SizeText.TryParse(node.Text, out value))
            || Fail(node, problems, $"a size is needed, a number of bytes or a string like \"32KiB\", \"1MiB\"; found {node.Describe()}{UnitText.Hint(node, SizeText.Units)}");
    }

    private static bool ReadSizeInt32(ConfigNode node, ConfigProblems problems, out int value)
    {
        value = 0;
        return ReadSize(node, problems, out var size) && TryNarrow(node, problems, size, out value);
    }

    private static bool ReadDuration(ConfigNode node, ConfigProblems problems, out TimeSpan value)
    {
        value = default;
        return (node.Kind == ConfigNodeKind.String && DurationText.TryParse(node.Text, out value))
            || Fail(node, problems, $"a duration is needed, a string like \"250ms\", \"5s\", \"2m\", \"1h\"; found {node.Describe()}{UnitText.Hint(node, DurationText.Units)}");
    }

    private static bool ReadBoolean(ConfigNode node, ConfigProblems problems, out bool value)
    {
        value = node.Text == "true";
        return (node.MayBe(ConfigNodeKind.Boolean) && node.Text is "true" or "false") || Fail(node, problems, $"true or false is needed, found {node.Describe()}");
    }

    private static bool TryWholeNumber(string literal, out long number) =>
        long.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static bool TryNarrow(ConfigNode node, ConfigProblems problems, long wide, out int narrow)
    {
        narrow = (int)Math.Clamp(wide, int.MinValue, int.MaxValue);
        return narrow == wide || Fail(node, problems, $"{node.Text} is out of range: at most {int.MaxValue} is allowed");
    }

    // What has a unit is a string, but for a number of bytes below 1 KiB.
    private static string Write(long value, OptionUnit unit)
    {
        var text = OptionBounds.Write(value, unit);
        return unit == OptionUnit.Ticks || text.EndsWith("iB", StringComparison.Ordinal) ? JsonText.Quote(text) : text.TrimEnd('B');
    }
}
