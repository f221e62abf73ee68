namespace Proxy.Host.Configuration;

/// <summary>One thing wrong with a configuration, or hardly meant.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Path">What it is about; empty for the whole file.</param>
/// <param name="Message">What was found, what is allowed, and the likely fix.</param>
/// <param name="IsWarning">The configuration can be run all the same.</param>
internal readonly record struct ConfigProblem(ConfigPlace Place, string Path, string Message, bool IsWarning = false)
{
    /// <summary>One line, as in <c>proxy.json:12:17: routes[0].upstream: …</c>.</summary>
    public override string ToString()
    {
        var path = Path.Length == 0 ? "" : $"{Place.Source.Localize(Path)}: ";
        return $"{Place}: {(IsWarning ? "warning: " : "")}{path}{Message}";
    }
}
