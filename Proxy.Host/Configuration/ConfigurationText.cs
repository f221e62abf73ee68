using Proxy.Core.Configuration;
using Proxy.Host.Configuration.Sections;

namespace Proxy.Host.Configuration;

/// <summary>Turns the text of a configuration file into options: read, bind, check, and say where what is wrong stands.</summary>
internal static class ConfigurationText
{
    /// <param name="fileName">What errors call the file; what it includes is looked for in its folder.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="variable">The value of a variable of the environment, or null; default: the environment of this process.</param>
    public static LoadedConfiguration Parse(string fileName, ReadOnlyMemory<byte> content, Func<string, string?>? variable = null)
    {
        var problems = new ConfigProblems();
        var files = new ConfigFiles(new(variable ?? Environment.GetEnvironmentVariable), problems);
        var root = files.Read(fileName, content);
        if (root is null)
        {
            return new(new(), problems.Errors) { Files = files.Names, Looked = files.Looked };
        }

        var options = HostSection.Binder.Bind(root, new(), problems);
        if (files.IsComplete && root.Kind == ConfigNodeKind.Object)
        {
            AddErrors(ListenerNeeded(options.Proxy).Concat(HostOptionsValidator.Validate(options)), root, problems);
        }

        // What is wrong has consequences that only look like mistakes of their own.
        if (!problems.AnyErrors)
        {
            AddWarnings(OptionsAdvisor.Review(options.Proxy), root, problems);
        }

        return new(options.Proxy, problems.Errors)
        {
            Warnings = problems.Warnings,
            Files = files.Names,
            Looked = files.Looked,
            Host = options,
        };
    }

    // The library may do without, serving connections that others accepted; a program of its own may not.
    private static IEnumerable<ConfigurationError> ListenerNeeded(ProxyOptions options)
    {
        if (options.Listeners.Count == 0)
        {
            yield return new("listeners", "at least one listener is needed, for example { \"web\": { \"address\": \"127.0.0.1:8080\" } }");
        }
    }

    private static void AddErrors(IEnumerable<ConfigurationError> errors, ConfigNode root, ConfigProblems problems)
    {
        // Asked before any is added: two errors of one value are both worth their line.
        foreach (var error in errors.Where(error => !problems.IsReported(error.Path)).ToArray())
        {
            problems.Add(NodeIndex.Nearest(root, error.Path).Place, error.Path, $"{error.Message}{See(error.Other, root)}");
        }
    }

    private static void AddWarnings(IEnumerable<ConfigurationWarning> warnings, ConfigNode root, ConfigProblems problems)
    {
        foreach (var warning in warnings)
        {
            problems.Warn(NodeIndex.Nearest(root, warning.Path).Place, warning.Path, $"{warning.Message}{See(warning.Other, root)}");
        }
    }

    private static string See(string? path, ConfigNode root)
    {
        if (path is null)
        {
            return "";
        }

        var place = NodeIndex.Nearest(root, path).Place;
        return $" ({place.Source.Localize(path)}, {place})";
    }
}
