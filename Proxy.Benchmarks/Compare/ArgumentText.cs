using System.Globalization;

namespace Proxy.Benchmarks.Compare;

/// <summary>What the values of options on a command line have in common.</summary>
internal static class ArgumentText
{
    /// <summary>The argument behind the one at <paramref name="index"/>, which moves on to it.</summary>
    public static string Value(IReadOnlyList<string> args, ref int index) =>
        ++index < args.Count ? args[index] : throw new CompareException($"{args[index - 1]} needs a value.");

    public static int Number(string name, string text, int maximum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= maximum
            ? number
            : throw new CompareException($"{name} takes a whole number from 1 to {maximum}, not '{text}'.");

    /// <summary>The parts between commas, each once.</summary>
    public static string[] List(string text)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 ? [.. parts.Distinct()] : throw new CompareException("an empty list measures nothing.");
    }
}
