namespace Proxy.Core.Configuration;

/// <summary>The range of one option: what the validator checks, and schema and documentation tell.</summary>
/// <typeparam name="T">The record the option is a member of.</typeparam>
/// <param name="Key">The option's name in configuration files.</param>
/// <param name="Value">Its value; null when there is no bound to check.</param>
/// <param name="Bounds">What is allowed.</param>
public sealed record OptionRange<T>(string Key, Func<T, long?> Value, OptionBounds Bounds)
{
    /// <summary>A range of a count or a size.</summary>
    public OptionRange(string key, Func<T, long?> value, long min, long max, OptionUnit unit = OptionUnit.Count)
        : this(key, value, new OptionBounds(min, max, unit))
    {
    }

    /// <summary>What is wrong with the option's value, or null.</summary>
    public string? Problem(T options) =>
        Value(options) is { } value && !Bounds.Contains(value)
            ? $"{OptionBounds.Write(value, Bounds.Unit)} is out of range: {Bounds} is allowed"
            : null;
}
