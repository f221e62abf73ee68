using Proxy.Core.Configuration;

namespace Proxy.Host.Configuration;

/// <summary>What a configuration file says, or what is wrong with it.</summary>
/// <param name="Options">Fit to run when there are no errors.</param>
/// <param name="Errors">One line each, in the order of the file, as in <c>proxy.json:12:17: routes[0].upstream: …</c>.</param>
internal sealed record LoadedConfiguration(ProxyOptions Options, IReadOnlyList<string> Errors)
{
    /// <summary>What can be run but is hardly meant, likewise.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The file and those it includes, as far as they could be read.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Paths that were looked at for what to include, files and folders, found or not.</summary>
    public IReadOnlyCollection<string> Looked { get; init; } = [];

    /// <summary>What it says beside the options of the proxy proper.</summary>
    public HostOptions Host { get; init; } = new();
}
