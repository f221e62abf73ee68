namespace Proxy.Host.Configuration;

/// <summary>References to variables of the environment in strings.</summary>
internal static class VariableText
{
    /// <summary>A regular expression for a string that is one reference and nothing else.</summary>
    public const string OnlyPattern = "^\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}$";
}
