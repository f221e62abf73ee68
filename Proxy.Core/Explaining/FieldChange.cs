namespace Proxy.Core.Explaining;

/// <summary>What becomes of one field line.</summary>
/// <param name="Kind">In a word.</param>
/// <param name="Name">The field's name; several where one reason goes for all.</param>
/// <param name="Before">The value that came, where there is one.</param>
/// <param name="After">The value that goes on, where there is one.</param>
/// <param name="Reason">Who wants it so: a key of the configuration, or a rule.</param>
/// <param name="IsExample">The value is one of many: it differs from request to request.</param>
public sealed record FieldChange(FieldChangeKind Kind, string Name, string? Before, string? After, string? Reason = null, bool IsExample = false);
