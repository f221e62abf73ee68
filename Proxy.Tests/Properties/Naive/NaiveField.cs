namespace Proxy.Tests.Properties.Naive;

/// <summary>A field line: name as it came, value without the whitespace around it.</summary>
internal sealed record NaiveField(string Name, string Value)
{
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Name}: {Value}";
}
