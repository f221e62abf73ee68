namespace Proxy.Tests.Properties;

/// <summary>A property does not hold.</summary>
/// <param name="kind">Which one, in words without figures: failures of one kind are one finding.</param>
/// <param name="detail">What was seen.</param>
internal sealed class PropertyException(string kind, string detail) : Exception($"{kind}: {detail}")
{
    public string Kind => kind;
}
