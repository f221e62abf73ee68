namespace Proxy.Core.Configuration;

/// <summary>A set of options that cannot be run, with everything that is wrong with it.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Wraps every error of a set of options.</summary>
    public ConfigurationException(IReadOnlyList<ConfigurationError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>Everything that is wrong, in the order of the options.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; }
}
