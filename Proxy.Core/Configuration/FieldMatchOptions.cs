namespace Proxy.Core.Configuration;

/// <summary>One condition of a route on a header or a query parameter.</summary>
/// <param name="Name">The field's name, in any case, or the parameter's, decoded and as it is written.</param>
/// <param name="Value">What one of its values has to be, byte for byte; null when it only has to be there.</param>
public sealed record FieldMatchOptions(string Name, string? Value);
