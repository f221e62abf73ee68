using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration.Shapes;

/// <summary>One key of an object.</summary>
/// <param name="Name">The key.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Description">What it does, in a sentence or two; code stands in backticks.</param>
internal sealed record KeyShape(string Name, ValueShape Value, string Description)
{
    /// <summary>The default as it would stand in the file, as JSON; null where it cannot be written in short.</summary>
    public string? Default { get; init; }

    /// <summary>What leaving the key out means, where no default tells.</summary>
    public string? Absent { get; init; }

    /// <summary>The range of the value, or null.</summary>
    public OptionBounds? Bounds { get; init; }

    public bool Required { get; init; }
}
