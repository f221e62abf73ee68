namespace Proxy.Core.Configuration;

/// <summary>One header that is written.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Value">Its value; may hold variables, see <see cref="HeaderPolicyOptions"/>.</param>
public sealed record HeaderValueOptions(string Name, string Value);
