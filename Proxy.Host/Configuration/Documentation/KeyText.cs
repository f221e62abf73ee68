using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Documentation;

/// <summary>What schema and documentation say of a key in words.</summary>
internal static class KeyText
{
    /// <summary>What it does, what it may be, and what holds without it.</summary>
    public static string Sentences(KeyShape key)
    {
        var range = Range(key) is { } text ? $" {char.ToUpperInvariant(text[0])}{text[1..]}." : "";
        var none = key.Value is NullableShape nullable ? $" null: {nullable.Meaning}." : "";
        var without = key.Required ? "" : key.Default is { } value ? $" Default {value}." : key.Absent is { } absent ? $" Left out: {absent}." : "";
        return $"{key.Description}{range}{none}{without}";
    }

    /// <summary>The range with its unit, as in "1 to 1000"; null where there is none worth a word.</summary>
    public static string? Range(KeyShape key)
    {
        var unit = Scalar(key.Value)?.Unit is { } name ? $", {name}" : "";
        return key.Bounds is { } bounds && (bounds.HasMax || bounds.Min > 0) ? $"{bounds}{unit}" : unit.TrimStart(',', ' ') is { Length: > 0 } alone ? alone : null;
    }

    private static ScalarShape? Scalar(ValueShape shape) => (shape is NullableShape nullable ? nullable.Value : shape) as ScalarShape;
}
