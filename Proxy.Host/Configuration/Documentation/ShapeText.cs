using Proxy.Host.Configuration.Shapes;

namespace Proxy.Host.Configuration.Documentation;

/// <summary>What a value may be, in a word or two.</summary>
internal static class ShapeText
{
    /// <summary>As in "size, 64B to 16KiB" or "whole number, or `null`".</summary>
    public static string Of(KeyShape key)
    {
        var value = key.Value is NullableShape nullable ? nullable.Value : key.Value;
        var range = KeyText.Range(key) is { } text ? $", {text}" : "";
        return $"{Of(value)}{range}{(value == key.Value ? "" : ", or `null`")}";
    }

    private static string Of(ValueShape shape) => shape switch
    {
        ScalarShape scalar => Of(scalar.Kind),
        WordsShape words => string.Join(", ", words.Words.Select(word => $"`\"{word}\"`")),
        NullableShape nullable => $"{Of(nullable.Value)}, or `null`",
        ListShape { Item: EitherShape { Ways: [ScalarShape { Kind: ScalarKind.Text }, ObjectShape] } } => "array of strings and objects",
        ListShape { Item: ScalarShape { Kind: ScalarKind.Text } } => "array of strings",
        ListShape { Item: ObjectShape } => "array of objects",
        ListShape => "array",
        MapShape { Value: ObjectShape } => "object of objects",
        EitherShape either => string.Join(" or ", either.Ways.Select(Of)),
        _ => "object",
    };

    private static string Of(ScalarKind kind) => kind switch
    {
        ScalarKind.WholeNumber => "whole number",
        ScalarKind.Size => "size",
        ScalarKind.Duration => "duration",
        ScalarKind.Share => "number from 0 to 1",
        ScalarKind.Boolean => "`true` or `false`",
        ScalarKind.True => "`true`",
        _ => "string",
    };
}
