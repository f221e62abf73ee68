namespace Proxy.Host.Configuration;

/// <summary>How a running proxy is asked and told on its own machine.</summary>
internal sealed record ControlOptions
{
    /// <summary>The word for a path in the run directory, by the name of the configuration file.</summary>
    public const string Automatic = "auto";

    /// <summary>The path of the control socket, <see cref="Automatic"/>, or null for none.</summary>
    public string? Socket { get; init; } = Automatic;
}
