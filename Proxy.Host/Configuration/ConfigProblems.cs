namespace Proxy.Host.Configuration;

/// <summary>Collects everything wrong with a file, and remembers which values have been complained about already.</summary>
internal sealed class ConfigProblems
{
    private readonly List<ConfigProblem> _all = [];
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    /// <summary>Every problem, in the order of the file.</summary>
    public IEnumerable<ConfigProblem> InFileOrder => _all.OrderBy(problem => problem.Offset);

    /// <summary>The directory that paths in the file are relative to; the process's own where the file has none.</summary>
    public string Directory { get; init; } = "";

    /// <summary>A path of the file as the system takes it.</summary>
    public string Resolve(string path) => Path.Combine(Directory, path);

    public bool Any => _all.Count > 0;

    /// <summary>Says what is wrong with a value.</summary>
    public void Add(ConfigNode node, string message)
    {
        Add(node.Offset, node.Path, message);
        Silence(node.Path);
    }

    /// <summary>Says what is wrong at a place, whatever becomes of the value there.</summary>
    public void Add(int offset, string path, string message) => _all.Add(new(offset, path, message));

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
}
