namespace Proxy.Host.Configuration;

/// <summary>One key of an object and its value.</summary>
/// <param name="Name">The key, unescaped.</param>
/// <param name="Place">Where the key begins.</param>
/// <param name="Value">What the key holds; its path includes the key.</param>
internal readonly record struct ConfigMember(string Name, ConfigPlace Place, ConfigNode Value);
