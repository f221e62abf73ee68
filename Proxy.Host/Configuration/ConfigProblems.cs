namespace Proxy.Host.Configuration;

/// <summary>Collects everything wrong with a file, and remembers which values have been complained about already.</summary>
internal sealed class ConfigProblems
{
    private readonly List<ConfigProblem> _all = [];
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    /// <summary>Every error as a line, in the order of the files.</summary>
    public IReadOnlyList<string> Errors => Lines(_all.Where(problem => !problem.IsWarning));

    /// <summary>What can be run but is hardly meant, likewise.</summary>
    public IReadOnlyList<string> Warnings => Lines(_all.Where(problem => problem.IsWarning));

    public bool AnyErrors => _all.Any(problem => !problem.IsWarning);

    /// <summary>Says what is wrong with a value.</summary>
    public void Add(ConfigNode node, string message)
    {
        Add(node.Place, node.Path, message);
        Silence(node.Path);
    }

    /// <summary>Says what is wrong at a place, whatever becomes of the value there.</summary>
    public void Add(ConfigPlace place, string path, string message) => _all.Add(new(place, path, message));

    /// <summary>Says what can be run but is hardly meant.</summary>
    public void Warn(ConfigPlace place, string path, string message) => _all.Add(new(place, path, message, IsWarning: true));

    /// <summary>Keeps later checks quiet about a value that is missing, or misspelled: its error stands elsewhere.</summary>
    public void Silence(string path) => _reported.Add(path);

    /// <summary>
    /// True when the value at a path, or one it is part of, has an error: what was put in its place is a default, and a
    /// check of that would only repeat the error in other words.
    /// </summary>
    public bool IsReported(string path)
    {
        for (var at = path; at.Length > 0; at = Parent(at))
        {
            if (_reported.Contains(at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The path of what holds the value at <paramref name="path"/>.</summary>
    public static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];

    private static string[] Lines(IEnumerable<ConfigProblem> problems) =>
        [.. problems.OrderBy(problem => problem.Place.Source.Order).ThenBy(problem => problem.Place.Offset).Select(problem => problem.ToString())];
}
